package org.featurescope.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What scripts add: keys and their help, themes, buttons that copy, remembered views. */
class ComfortIT extends InBrowser {

    private static final String NEURON = "/babel-4l/2-mlp/7";

    @Test
    void jAndKWalkAlongExamplesAndRows() {
        try (Page page = newPage()) {
            List<String> problems = listenForProblems(page);
            page.navigate(site.address(NEURON));
            page.keyboard().press("j");
            page.keyboard().press("j");
            assertThat(example(page, 2)).isFocused();
            page.keyboard().press("k");
            assertThat(example(page, 1)).isFocused();
            page.keyboard().press("ArrowRight");
            assertThat(page.locator("#tip")).containsText("position");

            page.navigate(site.address("/babel-4l/2-mlp"));
            page.keyboard().press("j");
            page.keyboard().press("j");
            page.keyboard().press("Enter");
            assertThat(page).hasURL(Pattern.compile(".*/babel-4l/2-mlp/1$"));
            assertThat(problems).isEmpty();
        }
    }

    private static Locator example(Page page, int rank) {
        return page.locator("#top-" + rank + " mark");
    }

    @Test
    void hAndLGoToTheNeighboursAndRToARandomFeature() {
        try (Page page = newPage()) {
            page.navigate(site.address(NEURON));
            page.keyboard().press("l");
            page.waitForURL(Pattern.compile(".*/2-mlp/8$"));
            page.keyboard().press("h");
            page.waitForURL(Pattern.compile(".*/2-mlp/7$"));
            page.keyboard().press("r");
            page.waitForURL(Pattern.compile(".*/2-mlp/(?!7$)\\d+$"));
            assertThat(page.locator("h1")).containsText("babel-4l · 2-mlp · neuron");
        }
    }

    @Test
    void aQuestionMarkOpensTheHelpAndEscapeClosesIt() {
        try (Page page = newPage()) {
            page.navigate(site.address(NEURON));
            page.keyboard().press("?");
            assertThat(page.locator("#help")).isVisible();
            assertThat(page.locator("#help")).containsText("a random feature");
            page.keyboard().press("r"); // does nothing while help is open
            assertThat(page).hasURL(Pattern.compile(".*/2-mlp/7$"));
            page.keyboard().press("Escape");
            assertThat(page.locator("#help")).isHidden();
            page.locator("#keys").click();
            assertThat(page.locator("#help")).isVisible();
            page.locator("#help button").click();
            assertThat(page.locator("#help")).isHidden();
        }
    }

    @Test
    void aSlashLeadsToTheSearchBoxWhereKeysAreText() {
        try (Page page = newPage()) {
            page.navigate(site.address(NEURON));
            page.keyboard().press("/");
            page.waitForURL("**/#search");
            assertThat(page.locator("input[type=search]")).isFocused();
            page.keyboard().type("hjkl?r");
            assertThat(page.locator("input[type=search]")).hasValue("hjkl?r");
            assertThat(page.locator("#help")).isHidden();
        }
    }

    @Test
    void aThemeHoldsOnAllPagesUntilTheSystemDecidesAgain() {
        Browser.NewContextOptions light = new Browser.NewContextOptions().setColorScheme(ColorScheme.LIGHT);
        try (BrowserContext context = chromium.browser().newContext(light);
                Page page = context.newPage()) {
            page.navigate(site.address(NEURON));
            String byDay = background(page);
            page.locator("#theme").selectOption("dark");
            assertThat(background(page)).isNotEqualTo(byDay);
            page.navigate(site.address("/babel-4l"));
            assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
            assertThat(background(page)).isNotEqualTo(byDay);
            page.locator("#theme").selectOption("contrast");
            assertThat(background(page)).isEqualTo("rgb(255, 255, 255)");
            page.locator("#theme").selectOption("");
            page.reload();
            assertThat(page.locator("#theme")).hasValue("");
            assertThat(background(page)).isEqualTo(byDay);
        }
    }

    private static String background(Page page) {
        return (String) page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
    }

    @Test
    void buttonsCopyTheLinkAndTheCitation() {
        try (BrowserContext context = chromium.browser().newContext();
                Page page = context.newPage()) {
            context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
            page.navigate(site.address(NEURON));
            page.locator("[data-copy]").click();
            assertThat(page.locator("[data-copy]")).hasText("Copied");
            assertThat(clipboard(page)).isEqualTo(site.address(NEURON + "?run=1"));
            page.getByText("Cite this page").click();
            page.locator("[data-copy-from]").click();
            assertThat(page.locator("[data-copy-from]")).hasText("Copied");
            assertThat(clipboard(page)).startsWith("@misc{").contains(NEURON + "?run=1");
        }
    }

    private static String clipboard(Page page) {
        return (String) page.evaluate("navigator.clipboard.readText()");
    }

    @Test
    void theChosenViewIsRememberedAndTheAddressDecides() {
        try (BrowserContext context = chromium.browser().newContext();
                Page page = context.newPage()) {
            page.navigate(site.address(NEURON));
            page.getByText("Whole contexts").click();
            assertThat(page).hasURL(Pattern.compile(".*view=context.*"));
            page.navigate(site.address("/babel-4l/2-mlp/9"));
            assertThat(page).hasURL(Pattern.compile(".*/9\\?view=context.*"));
            page.navigate(site.address("/babel-4l/2-mlp/9?view=snippet"));
            assertThat(page).hasURL(Pattern.compile(".*view=snippet.*"));
        }
    }
}
