package org.featurescope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tests in a browser share: the site over the demo, a Chromium for each class, pages and their twins. */
@ExtendWith(DemoSite.Shared.class)
abstract class InBrowser {

    private static final JsonMapper JSON = new JsonMapper();

    static Chromium chromium;
    static DemoSite site;

    @BeforeAll
    static void start(DemoSite demo) {
        chromium = Chromium.start();
        site = demo;
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    /** A page as most visitors have it. */
    static Page newPage() {
        return newPage(new Browser.NewContextOptions());
    }

    static Page newPage(Browser.NewContextOptions options) {
        return chromium.browser().newPage(asPage(options));
    }

    static Browser.NewPageOptions asPage(Browser.NewContextOptions options) {
        Browser.NewPageOptions page = new Browser.NewPageOptions();
        page.javaScriptEnabled = options.javaScriptEnabled;
        page.colorScheme = options.colorScheme;
        page.viewportSize = options.viewportSize;
        return page;
    }

    /** Errors in the console, failed requests and requests to other hosts. */
    static List<String> listenForProblems(Page page) {
        List<String> problems = new ArrayList<>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                problems.add(message.text());
            }
        });
        page.onPageError(problems::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(site.address("/"))) {
                problems.add("request to " + request.url());
            }
        });
        return problems;
    }

    static JsonNode twin(Page page) {
        String href =
                page.locator("link[rel=alternate][type='application/json']").getAttribute("href");
        APIResponse response = page.request().get(site.address(href));
        assertThat(response.ok()).isTrue();
        return JSON.readTree(response.text());
    }
}
