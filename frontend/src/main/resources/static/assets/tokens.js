// Shows token, value, position and id of the token under the pointer or the focus, and lets arrow keys walk along
// the tokens of an example: each example is one tab stop. Without this script the style sheet shows the value alone.

const TOKENS = "i, mark";

/** The text of the tooltip, which the page has beside this script. */
const texts = document.getElementById("tips")?.dataset ?? {};

/** @type {HTMLElement} */
const tip = document.createElement("div");
tip.id = "tip";
tip.setAttribute("role", "tooltip");
tip.hidden = true;
document.body.append(tip);

/**
 * @param {EventTarget | null} target
 * @returns {HTMLElement | null} the token at an event
 */
function tokenAt(target) {
	return target instanceof Element ? target.closest(".t i, .t mark") : null;
}

/**
 * @param {Element} token
 * @returns {HTMLElement[]} the tokens of the same example, in reading order
 */
function siblings(token) {
	const text = token.closest(".t");
	return text ? Array.from(text.querySelectorAll(TOKENS)) : [];
}

/**
 * @param {string} key
 * @param {(string | number)[]} values put in for {0}, {1} …
 */
function said(key, ...values) {
	return (texts[key] ?? "").replace(/\{(\d)\}/g, (_, number) =>
		String(values[Number(number)]),
	);
}

/** @param {HTMLElement} token how many tokens it joins */
function width(token) {
	return Number(token.dataset.n ?? 1);
}

/**
 * @param {HTMLElement} token
 * @returns {string[]} what the tooltip says, line by line
 */
function facts(token) {
	const text = /** @type {HTMLElement} */ (token.closest(".t"));
	const all = siblings(token);
	const before = all
		.slice(0, all.indexOf(token))
		.reduce((sum, each) => sum + width(each), 0);
	const position = Number(text.dataset.p) + before;
	const count = width(token);
	const ids = (text.dataset.ids ?? "")
		.split(" ")
		.slice(before, before + count)
		.join(" ");
	return [
		token.dataset.v ?? said("uncounted"),
		said("token", token.textContent ?? ""),
		count > 1
			? said("positions", position, position + count - 1)
			: said("position", position),
		said(count > 1 ? "ids" : "id", ids),
	];
}

/** @param {HTMLElement} token */
function show(token) {
	const lines = facts(token).map((line, i) => {
		const part = document.createElement(i === 0 ? "b" : "span");
		part.textContent = line;
		return part;
	});
	tip.replaceChildren(...lines);
	tip.hidden = false;
	token.setAttribute("aria-describedby", tip.id);
	const at = token.getClientRects()[0] ?? token.getBoundingClientRect();
	const left = at.left + at.width / 2 - tip.offsetWidth / 2;
	const above = at.top - tip.offsetHeight - 6;
	const most = document.documentElement.clientWidth - tip.offsetWidth - 4;
	tip.style.left = `${Math.max(4, Math.min(left, most))}px`;
	tip.style.top = `${above < 4 ? at.bottom + 6 : above}px`;
}

function hide() {
	tip.hidden = true;
	document
		.querySelector("[aria-describedby=tip]")
		?.removeAttribute("aria-describedby");
}

/**
 * A snippet may be clipped at its sides; focus stays on what can be seen.
 * @param {HTMLElement} token
 */
function isVisible(token) {
	const box = token.getBoundingClientRect();
	const frame = (token.closest(".t span") ?? token).getBoundingClientRect();
	const clip = token.closest(".b, .f")?.getBoundingClientRect() ?? frame;
	return box.right > clip.left + 1 && box.left < clip.right - 1;
}

/**
 * @param {HTMLElement} from
 * @param {HTMLElement | undefined} to
 */
function move(from, to) {
	if (!to || !isVisible(to)) {
		return;
	}
	if (to.closest(".t") === from.closest(".t")) {
		from.tabIndex = -1;
		to.tabIndex = 0;
	}
	to.focus();
}

/**
 * @param {HTMLElement} token
 * @param {number} step examples to go down
 * @returns {HTMLElement | undefined} the tab stop of another example
 */
function stopOf(token, step) {
	const stops = Array.from(document.querySelectorAll(".t [tabindex='0']"));
	const stop = stops[stops.indexOf(token) + step];
	return stop instanceof HTMLElement ? stop : undefined;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
	if (event.key === "Escape") {
		hide();
	}
	const token = tokenAt(event.target);
	if (!token || event.altKey || event.ctrlKey || event.metaKey) {
		return;
	}
	const all = siblings(token);
	const visible = all.filter(isVisible);
	const here = all.indexOf(token);
	const forward = getComputedStyle(token).direction === "rtl" ? -1 : 1;
	/** @type {Record<string, () => HTMLElement | undefined>} */
	const targets = {
		ArrowRight: () => all[here + forward],
		ArrowLeft: () => all[here - forward],
		ArrowDown: () => stopOf(token, 1),
		ArrowUp: () => stopOf(token, -1),
		Home: () => visible[0],
		End: () => visible[visible.length - 1],
	};
	const target = targets[event.key];
	if (target) {
		event.preventDefault();
		move(token, target());
	}
}

/** @param {Event} event */
function onEnter(event) {
	const token = tokenAt(event.target);
	hide();
	if (token) {
		show(token);
	}
}

document.addEventListener("pointerover", onEnter);
document.addEventListener("focusin", onEnter);
document.addEventListener("keydown", onKey);
document.addEventListener("scroll", hide, { passive: true });
