package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A corpus may try to break the pages that show it; every page stays itself. */
class HostileCorpusIT {

    private static final int LIGHT = 400_000;
    private static final Pattern TAG = Pattern.compile("<([a-z0-9]+)((?:\\s+[a-z:-]+(?:=\"[^\"]*\")?)*)\\s*/?>");

    private static TestSite site;

    @BeforeAll
    static void start() {
        site = TestSite.over(HostileIndex::write);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/" + HostileIndex.MODEL,
                "/" + HostileIndex.MODEL + "/0-mlp",
                HostileIndex.FEATURE,
                HostileIndex.FEATURE + "?group=all&view=context",
                HostileIndex.FEATURE + "?around=160&borders=on",
                HostileIndex.FEATURE + "?group=label-0",
                HostileIndex.FEATURE + "/top/2",
                HostileIndex.FEATURE + "/top/5",
                HostileIndex.FEATURE + "/top/6",
                HostileIndex.FEATURE + "/embed",
            })
    void everyPageStaysItself(String path) {
        String html = site.html(path);
        assertThat(html)
                .doesNotContain(HostileIndex.SCRIPT, "<img", " onerror=alert(3)>", "<!--", "</textarea")
                .doesNotContain("__49__", "[[49]]", "${49}"); // nothing of the corpus is evaluated
        // What a form sends back is the text as it is, and not shown.
        assertThat(html.replaceAll(" value=\"[^\"]*\"", ""))
                .doesNotContain("\u202E", "\u2066", "\u2067", "\u200B", "\u0000", "\u2028", "\u2029");
        assertThat(html.split("<h1", -1)).hasSize(2);
        assertThat(html.split("<main", -1)).hasSize(2);
        assertThat(html.split("</main>", -1)).hasSize(2);
        assertThat(html.split("<title>", -1)).as("SVG has titles too").hasSizeGreaterThan(1);
        assertThat(html.length()).as("characters of the page").isLessThan(LIGHT);
        assertTagsAreOurs(html);
    }

    /** Whatever looks like a tag is one that the templates know, and no attribute listens to events. */
    private static void assertTagsAreOurs(String html) {
        assertThat(html).doesNotContainPattern("<[a-z]+[^>\"]*(\"[^\"]*\"[^>\"]*)*\\son[a-z]+\\s*=");
        Matcher tags = TAG.matcher(html);
        int scripts = 0;
        while (tags.find()) {
            if (tags.group(1).equals("script")) {
                scripts++;
                assertThat(tags.group(2)).contains("src=\"/assets/");
            }
        }
        assertThat(html.split("<script", -1)).hasSize(scripts + 1);
    }

    @Test
    void theTwinHoldsTheTextAsItIs() {
        String json = site.html(HostileIndex.FEATURE + ".json");
        assertThat(site.json(HostileIndex.FEATURE + ".json")
                        .at("/groups/0/examples/1/tokens/2")
                        .asString())
                .isEqualTo(HostileIndex.SCRIPT);
        assertThat(json).contains("\u200B".repeat(HostileIndex.FLOOD));
        assertThat(site.get(HostileIndex.FEATURE + ".json").headers().firstValue("X-Content-Type-Options"))
                .hasValue("nosniff");
    }

    @Test
    void whatHidesOrDirectsTextIsShown() {
        String html = site.html(HostileIndex.FEATURE);
        assertThat(html)
                .contains("⟨202E⟩gnp.exe⟨2066⟩⟨2067⟩")
                .contains("⟨200B⟩⟨×5000⟩")
                .contains("x⟨+9400⟩")
                .contains("⟨×2000⟩");
    }

    @Test
    void thePictureIsDrawn() {
        var answer = site.get(HostileIndex.FEATURE + ".png");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/png");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%3Cscript%3Ealert(1)%3C/script%3E",
                "/hostile/0-mlp/0?group=%22%3E%3Cscript%3E",
                "/hostile/0-mlp/0?around=%3Cscript%3E",
                "/hostile/0-mlp/0/%3Cscript%3E/1",
                "/compare?f=%3Cscript%3E&f=x",
            })
    void aHostileAddressIsAnsweredInText(String path) {
        var answer = site.get(path);
        assertThat(answer.statusCode()).isBetween(400, 404);
        assertThat(answer.body()).doesNotContain("<script>");
        assertThat(List.of("text/html;charset=UTF-8", ""))
                .contains(answer.headers().firstValue("Content-Type").orElse(""));
    }
}
