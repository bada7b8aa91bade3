package org.featurescope.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of page by the rules of axe-core, in both colour schemes. */
@ExtendWith(DemoSite.Shared.class)
class AccessibilityIT {

    /** Put there by {@code npm ci}. */
    private static final Path AXE = Path.of("../frontend/node_modules/axe-core/axe.min.js");

    private static final List<String> PAGES = List.of(
            "/",
            "/babel-4l",
            "/babel-4l/2-mlp",
            "/babel-4l/2-resid-post-topk?sort=density",
            "/babel-4l/2-mlp/122",
            "/babel-4l/2-mlp/122?group=bottom&scale=linear&view=context",
            "/babel-4l/2-mlp/122?group=intervals",
            "/babel-4l/2-mlp/122?group=random",
            "/babel-4l/2-mlp/122?group=labels",
            "/babel-4l/2-mlp/122?group=all",
            "/babel-4l/2-resid-post-topk/41",
            "/babel-4l/2-mlp/122/top/1",
            "/babel-4l/2-mlp/122/embed",
            "/compare?f=babel-4l/2-mlp/122&f=babel-4l/2-resid-post-topk/41",
            "/babel-4l/labels",
            "/babel-4l/labels?label=biography-en",
            "/compare",
            "/gallery",
            "/corpora/c73958e205bb",
            "/corpora/c73958e205bb/0",
            "/runs/1",
            "/search?q=recipes",
            "/babel-4l/2-mlp/9999",
            "/babel-4l/9-mlp");

    /** A dot in each space is a gradient, behind which axe-core cannot tell the colour. */
    private static final String WITHOUT_DOTS = ".s, .w { background-image: none !important }";

    /** What axe-core finds, and where a gradient hides the contrast from it, a line each. */
    private static final String FINDINGS = """
            async () => {
                const found = await axe.run(document, {checks: {'color-contrast': {options: {ignoreLength: true}}}});
                const hidden = node => node.any.some(check => check.data?.messageKey === 'bgGradient');
                const line = (rule, node) => `${rule.id}: ${node.target} ${node.html.slice(0, 150)} ${node.failureSummary}`;
                return [
                    ...found.violations.flatMap(rule => rule.nodes.map(node => line(rule, node))),
                    ...found.incomplete.flatMap(rule => rule.nodes.filter(hidden).map(node => line(rule, node)))];
            }""";

    private static Chromium chromium;
    private static DemoSite site;

    @BeforeAll
    static void start(DemoSite demo) {
        if (!Files.exists(AXE)) {
            String message = "no " + AXE.normalize() + "; run npm ci in frontend to check accessibility";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            abort(message);
        }
        chromium = Chromium.start();
        site = demo;
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void noPageBreaksARule(ColorScheme scheme) {
        Browser.NewContextOptions options =
                new Browser.NewContextOptions().setColorScheme(scheme).setBypassCSP(true);
        try (BrowserContext context = chromium.browser().newContext(options);
                Page page = context.newPage()) {
            assertThat(PAGES).flatMap(path -> findings(page, path)).isEmpty();
        }
    }

    private static List<String> findings(Page page, String path) {
        page.navigate(site.address(path));
        page.addStyleTag(new Page.AddStyleTagOptions().setContent(WITHOUT_DOTS));
        page.addScriptTag(new Page.AddScriptTagOptions().setPath(AXE));
        List<?> findings = (List<?>) page.evaluate(FINDINGS);
        return findings.stream().map(finding -> path + ": " + finding).toList();
    }
}
