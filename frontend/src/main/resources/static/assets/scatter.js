// Draws a dot for each feature of a list in place of the cells that the page comes with. A click leads to the feature, a dragged
// region to the list of the features in it. By keyboard: arrows go to the next dot in a direction, Enter to its feature; Shift and
// arrows draw a region, Enter lists it. The positions come as 16-bit numbers, see docs/api.md.

const NOT_DRAWN = 65535;
const STEPS = 65534;
const REACH = 14; // pixels around the pointer in which a dot is found
const FEW = 4000; // up to as many, dots are larger

/**
 * @typedef {object} Axis
 * @property {string} metric
 * @property {string} title
 * @property {boolean} log
 * @property {number} low
 * @property {number} high
 * @property {number} factor
 *
 * @typedef {{x0: number, y0: number, x1: number, y1: number}} Region in shares of the area, y upwards
 */

/**
 * @param {DOMStringMap} data
 * @param {"x" | "y"} name
 * @returns {Axis}
 */
function axis(data, name) {
	return {
		metric: data[name] ?? "",
		title: data[`${name}Title`] ?? "",
		log: data[`${name}Scale`] === "log",
		low: Number(data[`${name}Low`]),
		high: Number(data[`${name}High`]),
		factor: Number(data[`${name}Factor`]),
	};
}

/**
 * @param {Axis} axis
 * @param {number} position from 0 to 1
 */
function valueAt(axis, position) {
	if (axis.log) {
		const low = Math.log(axis.low);
		return Math.exp(low + position * (Math.log(axis.high) - low));
	}
	return axis.low + position * (axis.high - axis.low);
}

/**
 * As many digits as a position is exact, and at most three.
 * @param {Axis} axis
 * @param {number} position
 */
function printed(axis, position) {
	const value = axis.factor * valueAt(axis, position);
	const error =
		Math.abs(axis.factor * valueAt(axis, position + 0.5 / STEPS) - value) ||
		Number.MIN_VALUE;
	if (Math.abs(value) <= error) {
		return "0";
	}
	const right =
		Math.floor(Math.log10(Math.abs(value))) - Math.ceil(Math.log10(2 * error));
	return Number(value.toPrecision(Math.max(1, Math.min(3, right + 1))))
		.toString()
		.replaceAll("-", "−");
}

class Scatter {
	/**
	 * @param {HTMLElement} figure
	 * @param {HTMLElement} area
	 * @param {Uint16Array} points
	 */
	constructor(figure, area, points) {
		this.figure = figure;
		this.area = area;
		this.points = points;
		this.x = axis(area.dataset, "x");
		this.y = axis(area.dataset, "y");
		this.noun = figure.dataset.noun ?? "";
		this.nouns = figure.dataset.nouns ?? "";
		this.canvas = document.createElement("canvas");
		this.ring = this.mark("span", "ring");
		this.box = this.mark("span", "region");
		this.tag = this.mark("span", "tag");
		/** @type {number} the feature that is pointed at; -1: none */
		this.current = -1;
		/** @type {Region | null} */
		this.region = null;
		/** @type {{x: number, y: number} | null} where a drag began */
		this.from = null;
		area.classList.add("live");
		area.tabIndex = 0;
		area.setAttribute("role", "application");
		area.setAttribute("aria-label", figure.dataset.label ?? "");
		area.append(this.canvas, this.box, this.ring, this.tag);
		this.tag.setAttribute("role", "status");
		this.listen();
		this.draw();
	}

	/**
	 * @param {string} element
	 * @param {string} name
	 */
	mark(element, name) {
		const mark = document.createElement(element);
		mark.className = name;
		mark.hidden = true;
		return mark;
	}

	listen() {
		const area = this.area;
		area.addEventListener("pointerdown", (event) => this.onDown(event));
		area.addEventListener("pointermove", (event) => this.onMove(event));
		area.addEventListener("pointerup", (event) => this.onUp(event));
		area.addEventListener("pointercancel", () => this.clear());
		area.addEventListener("pointerleave", () => {
			if (!this.from) {
				this.point(-1);
			}
		});
		area.addEventListener("keydown", (event) => this.onKey(event));
		area.addEventListener("blur", () => this.clear());
		new ResizeObserver(() => this.draw()).observe(area);
		matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
			this.draw(),
		);
		new MutationObserver(() => this.draw()).observe(document.documentElement, {
			attributes: true,
		});
	}

	/** @param {number} feature */
	isDrawn(feature) {
		return this.points[2 * feature] !== NOT_DRAWN;
	}

	/** @param {number} feature */
	across(feature) {
		return /** @type {number} */ (this.points[2 * feature]) / STEPS;
	}

	/** @param {number} feature */
	up(feature) {
		return /** @type {number} */ (this.points[2 * feature + 1]) / STEPS;
	}

	get count() {
		return this.points.length / 2;
	}

	/** Counts dots in pixels, then colours these: a million dots take no longer than a thousand. */
	draw() {
		const ratio = window.devicePixelRatio || 1;
		const width = Math.round(this.area.clientWidth * ratio);
		const height = Math.round(this.area.clientHeight * ratio);
		const context = this.canvas.getContext("2d");
		if (!context || width === 0 || height === 0) {
			return;
		}
		this.canvas.width = width;
		this.canvas.height = height;
		const size = Math.max(1, Math.round((this.count <= FEW ? 3 : 1.5) * ratio));
		const counts = this.countDots(width, height, size);
		const [red, green, blue] = this.colour(context);
		const image = context.createImageData(width, height);
		const strength = this.count <= FEW ? 0.55 : 0.35;
		for (let i = 0; i < counts.length; i++) {
			const count = counts[i] ?? 0;
			if (count > 0) {
				image.data[4 * i] = red;
				image.data[4 * i + 1] = green;
				image.data[4 * i + 2] = blue;
				image.data[4 * i + 3] = 255 * (1 - (1 - strength) ** count);
			}
		}
		context.putImageData(image, 0, 0);
	}

	/**
	 * @param {number} width
	 * @param {number} height
	 * @param {number} size of a dot
	 */
	countDots(width, height, size) {
		const counts = new Uint32Array(width * height);
		for (let feature = 0; feature < this.count; feature++) {
			if (!this.isDrawn(feature)) {
				continue;
			}
			const left = Math.round(this.across(feature) * (width - size));
			const top = Math.round((1 - this.up(feature)) * (height - size));
			for (let y = top; y < top + size; y++) {
				for (let x = left; x < left + size; x++) {
					const at = y * width + x;
					counts[at] = (counts[at] ?? 0) + 1;
				}
			}
		}
		return counts;
	}

	/**
	 * Red, green and blue of the dots, however the style sheet writes them.
	 * @param {CanvasRenderingContext2D} context
	 * @returns {[number, number, number]}
	 */
	colour(context) {
		context.fillStyle = getComputedStyle(this.canvas).color;
		context.fillRect(0, 0, 1, 1);
		const [red = 0, green = 0, blue = 0] = context.getImageData(
			0,
			0,
			1,
			1,
		).data;
		return [red, green, blue];
	}

	/** @param {PointerEvent} event where it is, in pixels and in shares of the area, y upwards */
	place(event) {
		const box = this.area.getBoundingClientRect();
		const x = event.clientX - box.left - this.area.clientLeft;
		const y = event.clientY - box.top - this.area.clientTop;
		return {
			x: Math.max(0, Math.min(1, x / this.area.clientWidth)),
			y: Math.max(0, Math.min(1, 1 - y / this.area.clientHeight)),
		};
	}

	/**
	 * The dot that is nearest by a measure; -1: there is none.
	 * @param {(across: number, up: number) => number} distance in pixels to the right and upwards; Infinity: out of question
	 * @param {number} x from here, as a share
	 * @param {number} y
	 */
	nearest(distance, x, y) {
		let best = -1;
		let least = Infinity;
		for (let feature = 0; feature < this.count; feature++) {
			if (!this.isDrawn(feature)) {
				continue;
			}
			const far = distance(
				(this.across(feature) - x) * this.area.clientWidth,
				(this.up(feature) - y) * this.area.clientHeight,
			);
			if (far < least) {
				least = far;
				best = feature;
			}
		}
		return best;
	}

	/** @param {number} feature */
	point(feature) {
		this.current = feature;
		this.ring.hidden = feature < 0;
		this.area.style.cursor = feature < 0 ? "" : "pointer";
		if (feature < 0) {
			this.tag.hidden = true;
			return;
		}
		const left = this.across(feature) * this.area.clientWidth;
		const top = (1 - this.up(feature)) * this.area.clientHeight;
		this.ring.style.left = `${left}px`;
		this.ring.style.top = `${top}px`;
		this.say(
			`${this.noun} ${feature}: ${this.x.title} ${printed(this.x, this.across(feature))}, ${this.y.title} ${printed(this.y, this.up(feature))}`,
			left,
			top,
		);
	}

	/**
	 * @param {string} text
	 * @param {number} left
	 * @param {number} top
	 */
	say(text, left, top) {
		this.tag.textContent = text;
		this.tag.hidden = false;
		const most = this.area.clientWidth - this.tag.offsetWidth;
		const middle = left - this.tag.offsetWidth / 2;
		this.tag.style.left = `${Math.max(0, Math.min(most, middle))}px`;
		this.tag.style.top = `${top > 40 ? top - this.tag.offsetHeight - 12 : top + 14}px`;
	}

	/** @param {Region | null} region */
	show(region) {
		this.region = region;
		this.box.hidden = !region;
		if (!region) {
			return;
		}
		const left = Math.min(region.x0, region.x1) * this.area.clientWidth;
		const top = (1 - Math.max(region.y0, region.y1)) * this.area.clientHeight;
		this.box.style.left = `${left}px`;
		this.box.style.top = `${top}px`;
		this.box.style.width = `${Math.abs(region.x1 - region.x0) * this.area.clientWidth}px`;
		this.box.style.height = `${Math.abs(region.y1 - region.y0) * this.area.clientHeight}px`;
		this.ring.hidden = true;
		const inside = this.within(region);
		this.say(
			`${inside.toLocaleString("en")} ${inside === 1 ? this.noun : this.nouns}`,
			left,
			top,
		);
	}

	/** @param {Region} region */
	within(region) {
		const left = Math.min(region.x0, region.x1);
		const right = Math.max(region.x0, region.x1);
		const bottom = Math.min(region.y0, region.y1);
		const top = Math.max(region.y0, region.y1);
		let count = 0;
		for (let feature = 0; feature < this.count; feature++) {
			if (this.isDrawn(feature)) {
				const x = this.across(feature);
				const y = this.up(feature);
				count += x >= left && x <= right && y >= bottom && y <= top ? 1 : 0;
			}
		}
		return count;
	}

	clear() {
		this.from = null;
		this.show(null);
		this.point(-1);
	}

	/** @param {PointerEvent} event */
	onDown(event) {
		if (event.button === 0 && event.pointerType !== "touch") {
			this.from = this.place(event);
			this.area.setPointerCapture(event.pointerId);
		}
	}

	/** @param {PointerEvent} event */
	onMove(event) {
		const { x, y } = this.place(event);
		if (this.from && this.isDrag(x, y)) {
			this.show({ x0: this.from.x, y0: this.from.y, x1: x, y1: y });
		} else {
			this.point(this.nearest(reach, x, y));
		}
	}

	/**
	 * @param {number} x
	 * @param {number} y
	 */
	isDrag(x, y) {
		return (
			this.from !== null &&
			Math.hypot(
				(x - this.from.x) * this.area.clientWidth,
				(y - this.from.y) * this.area.clientHeight,
			) > 5
		);
	}

	/** @param {PointerEvent} event */
	onUp(event) {
		const { x, y } = this.place(event);
		const region = this.region;
		this.from = null;
		if (region) {
			this.list(region);
		} else if (event.button === 0) {
			this.open(this.nearest(reach, x, y), event.ctrlKey || event.metaKey);
		}
	}

	/**
	 * @param {number} feature
	 * @param {boolean} [aside] in a window of its own
	 */
	open(feature, aside) {
		if (feature < 0) {
			return;
		}
		const pin =
			this.figure.dataset.pinned === "true"
				? `?run=${this.figure.dataset.run}`
				: "";
		const url = `${this.figure.dataset.feature}${feature}${pin}`;
		if (aside) {
			window.open(url);
		} else {
			location.assign(url);
		}
	}

	/** @param {Region} region becomes filters */
	list(region) {
		const url = new URL(this.figure.dataset.list ?? "", location.href);
		const range = (
			/** @type {Axis} */ axis,
			/** @type {number} */ a,
			/** @type {number} */ b,
		) =>
			[Math.min(a, b), Math.max(a, b)]
				.map((position) => Number(valueAt(axis, position).toPrecision(4)))
				.join("..");
		const query = url.search.replace(/^\?/, "");
		const filters = [
			`${this.x.metric}=${range(this.x, region.x0, region.x1)}`,
			`${this.y.metric}=${range(this.y, region.y0, region.y1)}`,
		];
		url.search = [query, ...filters].filter((part) => part !== "").join("&");
		location.assign(url);
	}

	/** @param {KeyboardEvent} event */
	onKey(event) {
		if (event.altKey || event.ctrlKey || event.metaKey) {
			return;
		}
		/** @type {Record<string, [number, number]>} */
		const directions = {
			ArrowRight: [1, 0],
			ArrowLeft: [-1, 0],
			ArrowUp: [0, 1],
			ArrowDown: [0, -1],
		};
		const direction = directions[event.key];
		if (direction) {
			event.preventDefault();
			if (event.shiftKey) {
				this.stretch(direction);
			} else {
				this.go(direction);
			}
		} else if (event.key === "Enter") {
			event.preventDefault();
			if (this.region) {
				this.list(this.region);
			} else {
				this.open(this.current);
			}
		} else if (event.key === "Escape") {
			this.clear();
		}
	}

	/** @param {[number, number]} direction to the next dot that way; to the one in the middle at first */
	go([right, above]) {
		this.show(null);
		if (this.current < 0) {
			this.point(this.nearest(Math.hypot, 0.5, 0.5));
			return;
		}
		const next = this.nearest(
			(across, up) => {
				const ahead = across * right + up * above;
				const aside = Math.abs(across * above) + Math.abs(up * right);
				return ahead >= 1 && aside <= 2 * ahead ? ahead + 2 * aside : Infinity;
			},
			this.across(this.current),
			this.up(this.current),
		);
		if (next >= 0) {
			this.point(next);
		}
	}

	/** @param {[number, number]} direction in which the region grows, from the current dot on */
	stretch([right, above]) {
		const x = this.current < 0 ? 0.5 : this.across(this.current);
		const y = this.current < 0 ? 0.5 : this.up(this.current);
		const region = this.region ?? { x0: x, y0: y, x1: x, y1: y };
		this.show({
			...region,
			x1: Math.max(0, Math.min(1, region.x1 + right / 20)),
			y1: Math.max(0, Math.min(1, region.y1 + above / 20)),
		});
	}
}

/**
 * @param {number} across
 * @param {number} up
 */
function reach(across, up) {
	const far = Math.hypot(across, up);
	return far <= REACH ? far : Infinity;
}

for (const figure of document.querySelectorAll("figure.scatter")) {
	const area = figure.querySelector(".area");
	if (figure instanceof HTMLElement && area instanceof HTMLElement) {
		fetch(figure.dataset.points ?? "")
			.then((answer) => (answer.ok ? answer.arrayBuffer() : null))
			.then((bytes) => {
				if (bytes) {
					new Scatter(figure, area, new Uint16Array(bytes));
					const how = figure.querySelector(".how");
					if (how) {
						how.textContent =
							"A click leads to one; a dragged region lists those in it.";
					}
				}
			});
	}
}
