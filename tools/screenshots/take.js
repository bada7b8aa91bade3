// Takes pictures of the pages of a running site: see README.md.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import UPNG from "upng-js";

/** What a picture is called, and where the page is. */
const PAGES = {
	home: "/",
	model: "/babel-4l",
	source: "/babel-4l/2-mlp",
	neuron: "/babel-4l/2-mlp/122",
	latent: "/babel-4l/2-resid-post-topk/41?group=intervals",
	"by-label": "/babel-4l/2-mlp/122?group=labels",
	example: "/babel-4l/2-mlp/122/top/1",
	compare: "/compare?f=babel-4l/2-mlp/122&f=babel-4l/2-mlp/660",
	labels: "/babel-4l/labels",
	label: "/babel-4l/labels?label=demo-corpus/fiction-fr",
	corpus: "/corpora/c73958e205bb",
	document: "/corpora/c73958e205bb/0",
	run: "/runs/1",
	search: "/search?q=nothing%20known",
	picker: "/compare?f=babel-4l/2-mlp/122",
	problem: "/babel-4l/2-mlp/9999",
};
const WIDTHS = { 360: 780, 768: 1024, 1440: 900 };
const SCHEMES = ["light", "dark"];
const COLOURS = 256;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		out: { type: "string", default: "screenshots" },
		only: { type: "string", default: "" },
		browser: { type: "string", default: "/usr/bin/chromium" },
		whole: { type: "boolean", default: false },
	},
});
const [site] = positionals;
if (!site) {
	console.error("npm run take -- SITE [--out DIR] [--only TEXT] [--whole] [--browser FILE]");
	process.exit(2);
}

/** Fewer colours make a picture of text a third as large, and nobody sees it. */
async function picture(page) {
	const png = await page.screenshot({ fullPage: values.whole, animations: "disabled" });
	const whole = UPNG.decode(png);
	return Buffer.from(UPNG.encode(UPNG.toRGBA8(whole), whole.width, whole.height, COLOURS));
}

/** Pixels that a page is wider than the window; a phone would have to scroll sideways. */
function overflow(page) {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

const browser = await chromium.launch({ executablePath: values.browser, args: ["--no-sandbox"] });
await mkdir(values.out, { recursive: true });
let tooWide = 0;
for (const [width, height] of Object.entries(WIDTHS)) {
	for (const colorScheme of SCHEMES) {
		const context = await browser.newContext({ viewport: { width: Number(width), height }, colorScheme });
		const page = await context.newPage();
		for (const [name, path] of Object.entries(PAGES)) {
			const file = `${name}-${width}-${colorScheme}.png`;
			if (!file.includes(values.only)) {
				continue;
			}
			await page.goto(new URL(path, site).href);
			const bytes = await picture(page);
			await writeFile(join(values.out, file), bytes);
			const extra = await overflow(page);
			tooWide += extra > 0 ? 1 : 0;
			console.log(`${file} ${Math.ceil(bytes.length / 1000)} kB${extra > 0 ? `, ${extra} px too wide` : ""}`);
		}
		await context.close();
	}
}
await browser.close();
process.exitCode = tooWide > 0 ? 1 : 0;
