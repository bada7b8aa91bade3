// Runs before the page is drawn, so that it does not change colour under the reader's eyes: puts the theme that this browser
// remembers on the document. Without it, or with nothing remembered, the system's setting decides. And says that scripts run, so
// that what only they can use takes its place at once and moves nothing later.

document.documentElement.classList.add("js");

try {
	const theme = localStorage.getItem("theme");
	if (theme) {
		document.documentElement.dataset.theme = theme;
	}
} catch {
	// No storage: the system's setting decides.
}
