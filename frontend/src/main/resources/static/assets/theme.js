// Runs before the page is drawn, so that it does not change colour under the reader's eyes: puts the theme that this browser
// remembers on the document. Without it, or with nothing remembered, the system's setting decides.

try {
	const theme = localStorage.getItem("theme");
	if (theme) {
		document.documentElement.dataset.theme = theme;
	}
} catch {
	// No storage: the system's setting decides.
}
