package org.featurescope.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.BoundingBox;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From page to page by their links and forms, with scripts and without. */
class WalkIT extends InBrowser {

    /** One of each kind. */
    private static final List<String> PAGES = List.of(
            "/",
            "/babel-4l",
            "/babel-4l/labels",
            "/babel-4l/labels?label=biography-en&kind=sae",
            "/babel-4l/2-mlp",
            "/babel-4l/2-mlp/122",
            "/babel-4l/2-mlp/122?group=intervals",
            "/babel-4l/2-resid-post-topk/41?group=labels&view=context",
            "/babel-4l/2-mlp/122/top/1",
            "/babel-4l/2-mlp/122/embed",
            "/compare",
            "/compare?f=babel-4l/2-mlp/122&f=babel-4l/2-resid-post-topk/41",
            "/corpora/c73958e205bb",
            "/corpora/c73958e205bb/0",
            "/runs/1",
            "/search?q=recipes");

    private static Page newPage(boolean scripts) {
        return newPage(new Browser.NewContextOptions().setJavaScriptEnabled(scripts));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyKindOfPageIsThere(boolean scripts) {
        try (Page page = newPage(scripts)) {
            List<String> problems = listenForProblems(page);
            for (String path : PAGES) {
                Response response = page.navigate(site.address(path));
                assertThat(response.status()).as(path).isEqualTo(200);
                assertThat(page.locator("h1")).isVisible();
                assertThat(page.title()).as(path).contains(path.endsWith("embed") ? "neuron 122" : "Featurescope");
                if (!scripts) {
                    assertThat(page.locator(".needs-script:visible").count())
                            .as(path)
                            .isZero();
                }
            }
            assertThat(problems).isEmpty();
        }
    }

    /** Two links of each kind of address that any of the pages has: no kind leads nowhere. */
    @Test
    void linksLeadSomewhere() {
        Set<String> links = new TreeSet<>();
        try (Page page = newPage()) {
            for (String path : PAGES) {
                page.navigate(site.address(path));
                List<?> here = (List<?>)
                        page.evaluate(
                                "[...document.querySelectorAll('a[href^=\"/\"]')].map(a => a.getAttribute('href').split('#')[0])");
                here.forEach(link -> links.add(link.toString()));
            }
            Set<String> tried = new TreeSet<>();
            for (String link : links) {
                String kind = link.replaceAll("\\d+", "0");
                if (tried.add(kind + " 1") || tried.add(kind + " 2")) {
                    assertThat(page.request().get(site.address(link)).status())
                            .as(link)
                            .isLessThan(400);
                }
            }
            assertThat(tried).hasSizeGreaterThan(100);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fromTheSearchBoxToALabelAndItsBestFeature(boolean scripts) {
        try (Page page = newPage(scripts)) {
            page.navigate(site.address("/"));
            page.locator("input[type=search]").fill("2-mlp/122");
            page.keyboard().press("Enter");
            assertThat(page.locator("main")).containsText("122");

            page.navigate(site.address("/babel-4l"));
            page.getByText("biography-en", new Page.GetByTextOptions().setExact(true))
                    .first()
                    .click();
            assertThat(page.locator("h1")).hasText("babel-4l · label biography-en");
            page.locator(".tabs a", new Page.LocatorOptions().setHasText("SAE latents"))
                    .click();
            assertThat(page).hasURL(Pattern.compile(".*kind=sae.*"));
            page.locator("a[rel=next]").first().click();
            assertThat(page.locator("tbody td").first()).hasText("51");
            page.locator("a[rel=prev]").first().click();
            assertThat(page.locator("tbody td").first()).hasText("1");
            page.locator("tbody th a").first().click();
            assertThat(page.locator("h1")).containsText("latent");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fromACorpusToADocumentAndAFeatureThatStandsOut(boolean scripts) {
        try (Page page = newPage(scripts)) {
            page.navigate(site.address("/corpora/c73958e205bb"));
            page.locator(".documents th a").first().click();
            assertThat(page.locator(".document .peak").first()).isVisible();
            page.locator(".outstanding .pairs a:not(.tok)").first().click();
            assertThat(page.locator("h1")).containsText("babel-4l · ");
            assertThat(page.locator(".examples mark").first()).isVisible();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fromAnExampleToItsPageItsDocumentAndItsRun(boolean scripts) {
        try (Page page = newPage(scripts)) {
            page.navigate(site.address("/babel-4l/2-mlp/122"));
            String peak = page.locator("#top-1 .meta b").innerText();
            page.locator("#top-1 .meta a").first().click();
            assertThat(page).hasURL(Pattern.compile(".*/2-mlp/122/top/1\\?run=1"));
            assertThat(page.locator(".example-facts b").first()).hasText(peak);
            page.getByText(Pattern.compile("All \\d+ tokens")).click();
            assertThat(page.locator(".tokens [aria-current] td").last()).not().isEmpty();
            page.locator("a[rel=next]").click();
            assertThat(page).hasURL(Pattern.compile(".*/top/2\\?run=1"));
            page.locator(".example-facts a[href^='/corpora/']").first().click();
            page.getByText(Pattern.compile("^run 1 of babel-4l$")).click();
            assertThat(page.locator(".bibtex")).containsText("@misc{");
            assertThat(page.locator(".manifest").first()).isHidden();
            page.getByText("Manifest: everything that determines the result").click();
            assertThat(page.locator(".manifest").first()).containsText("\"seed\"");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void featuresToCompareArePickedInAForm(boolean scripts) {
        try (Page page = newPage(scripts)) {
            page.navigate(site.address("/babel-4l/2-mlp/122"));
            page.locator(".with input[type=text]").fill("2-resid-post-topk/41");
            page.keyboard().press("Enter");
            assertThat(page.locator(".compared li")).hasCount(2);
            page.getByText("Compare other features").click();
            page.locator(".picks input").nth(2).fill(site.address("/babel-4l/2-mlp/7?group=random"));
            page.locator(".picker button").click();
            assertThat(page.locator(".compared li")).hasCount(3);
            assertThat(page.locator(".compared")).containsText("babel-4l/2-mlp/7");
            assertThat(page.locator(".overlaid path")).hasCount(3);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRangeOfTheHistogramLeadsToItsExamples(boolean scripts) {
        try (Page page = newPage(scripts)) {
            page.navigate(site.address("/babel-4l/2-mlp/122"));
            Locator range = page.locator(".hist a").nth(5);
            BoundingBox box = range.locator(".band").boundingBox();
            assertThat(box.width).as("width of an interval in px").isGreaterThan(8);
            page.mouse().click(box.x + box.width / 2, box.y + box.height / 2);
            assertThat(page).hasURL(Pattern.compile(".*group=interval-5.*"));
            assertThat(page.locator(".hist a[aria-current] .band")).hasCount(1);
            assertThat(page.locator(".examples mark").first()).isVisible();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasDeletedLeadsToTheNewest(boolean scripts) {
        try (Page page = newPage(scripts)) {
            Response response = page.navigate(site.address("/babel-4l/2-mlp/122?run=" + DemoSite.DELETED_RUN));
            assertThat(response.status()).isEqualTo(410);
            assertThat(page.locator("main")).containsText("was deleted");
            page.locator("main a").first().click();
            assertThat(page.locator("h1")).containsText("babel-4l");
        }
    }

    @Test
    void aFrameOfAnotherSiteShowsAFeature() throws IOException {
        try (Page page = newPage()) {
            visitOtherSite(page, "/babel-4l/2-mlp/122/embed?examples=3&theme=dark");
            Locator inside = page.frameLocator("iframe").locator("mark");
            assertThat(inside).hasCount(3);
            assertThat(page.frameLocator("iframe").locator("html")).hasAttribute("data-theme", "dark");
            visitOtherSite(page, "/babel-4l/2-mlp/122");
            assertThat(page.frameLocator("iframe").locator("mark")).hasCount(0);
        }
    }

    private static void visitOtherSite(Page page, String path) throws IOException {
        byte[] html = ("<!doctype html><iframe width=600 height=400 src='" + site.address(path) + "'></iframe>")
                .getBytes(StandardCharsets.UTF_8);
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
            exchange.close();
        });
        other.start();
        try {
            page.navigate("http://127.0.0.1:" + other.getAddress().getPort() + "/");
        } finally {
            other.stop(0);
        }
    }
}
