// Keys of every page (j k h l r / ?), their overlay, the switch of themes, and buttons that copy. Pages are complete without.

/**
 * @param {string} key
 * @returns {string | null} what this browser remembers
 */
function remembered(key) {
	try {
		return localStorage.getItem(key);
	} catch {
		return null;
	}
}

/**
 * @param {string} key
 * @param {string} value empty: forget it
 */
function remember(key, value) {
	try {
		if (value) {
			localStorage.setItem(key, value);
		} else {
			localStorage.removeItem(key);
		}
	} catch {
		// No storage: it holds for this page.
	}
}

const theme = document.getElementById("theme");
if (theme instanceof HTMLSelectElement) {
	theme.value = remembered("theme") ?? "";
	theme.addEventListener("change", () => {
		remember("theme", theme.value);
		if (theme.value) {
			document.documentElement.dataset.theme = theme.value;
		} else {
			delete document.documentElement.dataset.theme;
		}
	});
}

const help = document.getElementById("help");

function openHelp() {
	if (help instanceof HTMLDialogElement && !help.open) {
		help.showModal();
	}
}

document.getElementById("keys")?.addEventListener("click", openHelp);

/**
 * Moves the focus to the next example, or row of a list, in a direction.
 * @param {number} step
 */
function walk(step) {
	const stops = Array.from(
		document.querySelectorAll(
			".examples > li .t [tabindex='0'], main tbody th[scope=row] > a",
		),
	).filter((stop) => stop.getClientRects().length > 0);
	const active = document.activeElement;
	const item = active?.closest(".examples > li, main tbody tr");
	let here = stops.findIndex((stop) => stop === active || item?.contains(stop));
	if (here < 0) {
		here = step > 0 ? -1 : stops.length;
	}
	const stop = stops[Math.max(0, Math.min(here + step, stops.length - 1))];
	if (stop instanceof HTMLElement) {
		stop.focus({ preventScroll: true });
		stop.scrollIntoView({ block: "nearest" });
	}
}

/** @param {string[]} selectors of a link: the first that the page has */
function follow(...selectors) {
	const link = selectors
		.map((each) => document.querySelector(each))
		.find(Boolean);
	if (link instanceof HTMLAnchorElement) {
		link.click();
	}
}

function search() {
	const box = document.querySelector("input[type=search]");
	if (box instanceof HTMLInputElement) {
		box.focus();
		box.select();
	} else {
		location.assign("/#search");
	}
}

if (location.hash === "#search") {
	search();
}

/** @type {Record<string, () => void>} */
const actions = {
	j: () => walk(1),
	k: () => walk(-1),
	h: () => follow("a[rel=prev]"),
	l: () => follow("a[rel=next]"),
	r: () => follow("a[data-random]", "a.random"),
	"/": search,
	"?": openHelp,
};

document.addEventListener("keydown", (event) => {
	const target = event.target;
	const typing =
		target instanceof Element &&
		target.closest("input, textarea, select, dialog, [contenteditable]");
	if (typing || event.ctrlKey || event.metaKey || event.altKey) {
		return;
	}
	const action = actions[event.key];
	if (action) {
		event.preventDefault();
		action();
	}
});

// Buttons that copy: data-copy is the text, or with data-copy-from the id of an element that holds it.
document.addEventListener("click", async (event) => {
	const button =
		event.target instanceof Element
			? event.target.closest("button[data-copy], button[data-copy-from]")
			: null;
	if (!(button instanceof HTMLButtonElement)) {
		return;
	}
	const from = button.dataset.copyFrom;
	const text = from
		? (document.getElementById(from)?.textContent ?? "")
		: new URL(button.dataset.copy ?? "", location.href).href;
	try {
		await navigator.clipboard.writeText(text);
		button.dataset.state = "done";
	} catch {
		button.dataset.state = "failed"; // the text stands beside it
	}
	const name = button.textContent;
	button.textContent =
		(button.dataset.state === "done"
			? button.dataset.done
			: button.dataset.failed) ?? name;
	setTimeout(() => {
		button.textContent = name;
		delete button.dataset.state;
	}, 2000);
});

// How examples are looked at: what the address says holds; what it leaves open is as this browser was last told to.
const VIEW = ["view", "around", "borders"];
const views = document.querySelector("[data-views]");
if (views) {
	views.addEventListener("click", (event) => {
		const link = event.target instanceof Element && event.target.closest("a");
		if (link instanceof HTMLAnchorElement) {
			const wanted = new URL(link.href).searchParams;
			remember(
				"view",
				VIEW.filter((name) => wanted.has(name))
					.map((name) => `${name}=${wanted.get(name)}`)
					.join("&"),
			);
		}
	});
	const here = new URL(location.href);
	const stored = new URLSearchParams(remembered("view") ?? "");
	if (
		stored.size > 0 &&
		!location.hash &&
		!VIEW.some((name) => here.searchParams.has(name))
	) {
		for (const name of VIEW) {
			const value = stored.get(name);
			if (value) {
				here.searchParams.set(name, value);
			}
		}
		location.replace(here);
	}
}
