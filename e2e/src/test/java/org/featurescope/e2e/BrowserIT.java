package org.featurescope.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A visitor's way through the site, in a real browser. */
class BrowserIT extends InBrowser {

    @Test
    void goesFromTheFrontPageToANeuronAndItsEvidence() {
        try (Page page = newPage(new Browser.NewContextOptions())) {
            List<String> problems = listenForProblems(page);
            page.navigate(site.address("/"));
            page.getByText("babel-4l").first().click();
            page.locator("a", new Page.LocatorOptions().setHasText("2-mlp"))
                    .first()
                    .click();
            page.locator("table a", new Page.LocatorOptions().setHasText(Pattern.compile("^7$")))
                    .click();
            assertThat(page).hasURL(Pattern.compile(".*/babel-4l/2-mlp/7"));

            JsonNode twin = twin(page);
            JsonNode best = twin.path("groups").path(0).path("examples").path(0);
            String peakToken = best.path("tokens")
                    .path(best.path("peakPosition").intValue())
                    .stringValue();
            assertThat(page.locator("mark").first().textContent().strip()).isEqualTo(visible(peakToken));
            assertThat(page.locator("mark").count())
                    .isEqualTo(twin.path("groups").path(0).path("examples").size());

            page.locator("a[rel=next]").first().click();
            assertThat(page).hasURL(Pattern.compile(".*/babel-4l/2-mlp/8"));
            assertThat(twin(page).path("index").intValue()).isEqualTo(8);

            switchToWholeContexts(page);
            assertThat(problems).isEmpty();
        }
    }

    @Test
    void goesFromTheModelToAnSaeAndALatent() {
        try (Page page = newPage(new Browser.NewContextOptions())) {
            List<String> problems = listenForProblems(page);
            page.navigate(site.address("/babel-4l"));
            assertThat(page.getByText("Sparse autoencoders")).isVisible();
            Page.GetByRoleOptions source = new Page.GetByRoleOptions().setName("2-resid-post-topk");
            page.getByRole(AriaRole.LINK, source.setExact(true)).click();
            assertThat(page.locator("h1")).hasText("babel-4l · 2-resid-post-topk");
            assertThat(page.locator(".fidelity")).containsText("mean L0 32.0 latents per token");
            page.locator("a", new Page.LocatorOptions().setHasText(Pattern.compile("^max")))
                    .first()
                    .click();
            page.locator("tbody th a").first().click();

            JsonNode twin = twin(page);
            assertThat(page.locator("h1"))
                    .hasText("babel-4l · 2-resid-post-topk · latent "
                            + twin.path("index").intValue());
            assertThat(twin.path("fidelity").path("fvu").doubleValue()).isBetween(0.01, 0.2);
            page.locator(".fidelity summary").click();
            assertThat(page.locator(".fidelity"))
                    .containsText(twin.path("sae").path("sha256").stringValue().substring(0, 12));
            assertThat(page.locator("mark").first()).isVisible();
            assertThat(problems).isEmpty();
        }
    }

    @Test
    void works_without_javascript() {
        try (Page page = newPage(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            page.navigate(site.address("/babel-4l/2-mlp/8"));
            switchToWholeContexts(page);
            page.locator("a[rel=next]").first().click();
            assertThat(page).hasURL(Pattern.compile(".*/babel-4l/2-mlp/9.*"));
        }
    }

    private static void switchToWholeContexts(Page page) {
        String snippet = page.locator(".examples").innerText();
        page.getByText("Whole contexts").click();
        assertThat(page).hasURL(Pattern.compile(".*view=context.*"));
        String whole = page.locator(".examples").innerText();
        assertThat(whole.length()).isGreaterThan(2 * snippet.length());
        assertThat(page.locator("mark").first()).isVisible();
    }

    @Test
    void showsEveryKindOfEvidence() {
        try (Page page = newPage(new Browser.NewContextOptions())) {
            List<String> problems = listenForProblems(page);
            page.navigate(site.address("/babel-4l/2-mlp/7"));
            for (String tab : List.of("Bottom", "Intervals", "Random", "By label", "Top")) {
                page.locator(".tabs a", new Page.LocatorOptions().setHasText(tab))
                        .click();
                assertThat(page.locator(".tabs [aria-current]")).hasText(tab);
                JsonNode groups = twin(page).path("groups");
                int examples = 0;
                for (JsonNode group : groups) {
                    examples += group.path("examples").size();
                }
                assertThat(page.locator("mark").count()).isBetween(1, examples);
            }
            page.getByText("Linear").click();
            assertThat(page).hasURL(Pattern.compile(".*scale=linear.*"));
            assertThat(page.locator(".under [aria-current]")).hasText("Linear");
            page.locator("#labels ~ * tbody th a").first().click();
            assertThat(page).hasURL(Pattern.compile(".*group=label-\\d+.*"));
            String label = twin(page)
                    .path("groups")
                    .path(0)
                    .path("examples")
                    .path(0)
                    .path("label")
                    .stringValue();
            assertThat(page.locator(".examples .label").first()).hasText(label);
            assertThat(problems).isEmpty();
        }
    }

    @Test
    void drawsAListWhoseDotsAndRegionsLeadOn() {
        try (Page page = newPage(new Browser.NewContextOptions())) {
            List<String> problems = listenForProblems(page);
            page.navigate(site.address("/babel-4l/2-mlp?x=max"));
            Locator plot = page.locator(".area.live");
            plot.focus();
            page.keyboard().press("ArrowRight");
            assertThat(page.locator(".area .tag")).containsText(Pattern.compile("^neuron \\d+: maximum "));
            String neuron = page.locator(".area .tag").innerText().replaceFirst("neuron (\\d+):.*", "$1");
            page.keyboard().press("Enter");
            assertThat(page).hasURL(Pattern.compile(".*/babel-4l/2-mlp/" + neuron));

            page.navigate(site.address("/babel-4l/2-mlp?x=max&y=kurtosis"));
            BoundingBox box = page.locator(".area.live").boundingBox();
            page.mouse().move(box.x + 0.2 * box.width, box.y + 0.2 * box.height);
            page.mouse().down();
            page.mouse().move(box.x + 0.6 * box.width, box.y + 0.9 * box.height);
            String inside = page.locator(".area .tag").innerText().replaceAll("\\D", "");
            page.mouse().up();
            assertThat(page).hasURL(Pattern.compile(".*&max=[\\d.]+\\.\\.[\\d.]+&kurtosis=.*"));
            // The ends of the region have four digits in its address.
            assertThat(twin(page).path("matching").intValue()).isCloseTo(Integer.parseInt(inside), within(10));
            assertThat(page.locator(".active a")).hasCount(3);

            page.locator(".area.live").focus();
            page.keyboard().press("Shift+ArrowRight");
            page.keyboard().press("Shift+ArrowUp");
            assertThat(page.locator(".area .region")).isVisible();
            page.keyboard().press("Escape");
            assertThat(page.locator(".area .region")).isHidden();
            assertThat(problems).isEmpty();
        }
    }

    @Test
    void filtersAListWithoutJavascript() {
        try (Page page = newPage(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            page.navigate(site.address("/babel-4l/2-mlp"));
            page.getByText("Filter and sort").click();
            page.getByLabel("kurtosis from").fill("20");
            page.getByLabel("Sort by").selectOption("kurtosis");
            page.getByLabel("Order").selectOption("asc");
            page.getByText("Show", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page).hasURL(Pattern.compile(".*/2-mlp\\?sort=kurtosis&order=asc&kurtosis=20\\.\\."));
            JsonNode first = twin(page).path("features").path(0);
            assertThat(first.path("statistics").path("kurtosis").doubleValue()).isGreaterThanOrEqualTo(20);
            assertThat(page.locator("tbody th a").first())
                    .hasText(String.valueOf(first.path("index").intValue()));
            page.locator(".cells a").first().click();
            assertThat(page).hasURL(Pattern.compile(".*density=.*&max=.*"));
            page.locator("tbody td.word a").first().click();
            assertThat(page.locator("h1")).containsText("babel-4l · label ");
            assertThat(page.locator("tbody tr").first()).isVisible();
        }
    }

    @Test
    void leadsToSimilarFeatures() {
        try (Page page = newPage(new Browser.NewContextOptions())) {
            page.navigate(site.address("/babel-4l/2-mlp/7"));
            JsonNode near = twin(page).path("weights").path("similar").path(0);
            page.locator("section[aria-labelledby=similar] .near a").first().click();
            JsonNode there = twin(page);
            assertThat(there.path("source").stringValue())
                    .isEqualTo(near.path("source").stringValue());
            assertThat(there.path("index").intValue())
                    .isEqualTo(near.path("index").intValue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?group=intervals", "?group=labels", "?group=all", "?view=context", "?group=all&view=context"
            })
    void pagesAreLight(String parameters) throws IOException, InterruptedException {
        int bytes = compressedBytes("/babel-4l/2-mlp/7" + parameters);
        assertThat(bytes).as("bytes of the compressed page").isLessThanOrEqualTo(40 * 1024);
    }

    private static int compressedBytes(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(site.address(path)))
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        return answer.body().length;
    }

    @Test
    void showsTheActivationOfTheFocusedToken() {
        try (Page page = newPage(new Browser.NewContextOptions())) {
            page.navigate(site.address("/babel-4l/1-mlp/3"));
            Locator peak = page.locator("mark").first();
            peak.focus();
            String shown = (String) peak.evaluate("mark => {"
                    + " const tip = document.querySelector('[role=tooltip]');"
                    + " const drawn = getComputedStyle(mark, '::after').content;"
                    + " return (tip && tip.textContent) || drawn; }");
            JsonNode example =
                    twin(page).path("groups").path(0).path("examples").path(0);
            String peakValue = String.format("%.1f", example.path("peak").doubleValue());
            assertThat(shown).contains(peakValue.substring(0, peakValue.indexOf('.')));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 768, 1440})
    void fitsTheWidthOfTheScreenLightAndDark(int width) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Browser.NewContextOptions options =
                    new Browser.NewContextOptions().setViewportSize(width, 800).setColorScheme(scheme);
            try (Page page = newPage(options)) {
                for (String path : List.of(
                        "/",
                        "/babel-4l",
                        "/babel-4l/2-mlp",
                        "/babel-4l/2-mlp?max=3..&state=alive&sort=skewness",
                        "/babel-4l/labels",
                        "/babel-4l/2-mlp/7",
                        "/babel-4l/2-mlp/7?view=context",
                        "/babel-4l/2-mlp/7?group=intervals",
                        "/babel-4l/2-mlp/7?group=labels&scale=linear",
                        "/compare",
                        "/compare?f=babel-4l/2-mlp/7&f=babel-4l/2-resid-post-topk/7",
                        "/gallery",
                        "/babel-4l/2-resid-post-topk",
                        "/babel-4l/2-resid-post-topk/7")) {
                    page.navigate(site.address(path));
                    Object overflow = page.evaluate(
                            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
                    assertThat(overflow)
                            .as("%s is too wide at %d px", path, width)
                            .isEqualTo(0);
                }
            }
        }
    }

    @Test
    void helpsAVisitorWhoTookAWrongTurn() {
        try (Page page = newPage(new Browser.NewContextOptions())) {
            Response response = page.navigate(site.address("/babel-4l/2-mlp/4711"));
            assertThat(response.status()).isEqualTo(404);
            assertThat(page.locator("main")).containsText("1,023");
        }
    }

    /** As a page shows it: the space in front of a token is a mark of its own. */
    private static String visible(String token) {
        return token.strip();
    }
}
