package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesIT {

    private final TestSite site = TestSite.small();

    @ParameterizedTest
    @CsvSource({
        "/, /index.json",
        "/tiny-2l, /tiny-2l.json",
        "/tiny-2l/0-mlp, /tiny-2l/0-mlp.json",
        "/tiny-2l?run=1, /tiny-2l.json?run=1",
        "/runs/2, /runs/2.json",
        "/corpora/222222222222, /corpora/222222222222.json",
        "/corpora/222222222222?label=label-1&run=1, /corpora/222222222222.json?run=1&label=label-1",
        "/corpora/222222222222/1, /corpora/222222222222/1.json",
        "/corpora/222222222222/1?run=1, /corpora/222222222222/1.json?run=1",
        "/search?q=mlp, /search.json?q=mlp",
        "/tiny-2l/1-mlp/7, /tiny-2l/1-mlp/7.json",
        "/tiny-2l/1-mlp/7?run=1, /tiny-2l/1-mlp/7.json?run=1",
        "/tiny-2l/0-mlp?sort=max, /tiny-2l/0-mlp.json?sort=max",
    })
    void everyPageLinksItsJsonTwin(String page, String twin) {
        String escaped = twin.replace("&", "&amp;");
        assertThat(site.html(page))
                .contains("<a rel=\"alternate\" type=\"application/json\" href=\"" + escaped + "\">");
        assertThat(site.json(twin).get("schema").asInt()).isEqualTo(1);
        assertThat(site.get(twin).headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/tiny-2l",
                "/tiny-2l/0-mlp",
                "/tiny-2l/1-mlp/7",
                "/nowhere",
                "/runs/1",
                "/corpora/222222222222",
                "/corpora/222222222222/0",
                "/search"
            })
    void pagesHaveLandmarksAndNothingInline(String page) {
        String html = site.get(page).body();
        assertThat(html).contains("<html lang=\"en\"", "<main id=\"main\"", "<header", "<footer", "href=\"#main\"");
        assertThat(html).doesNotContain("style=\"", "<style", "onclick", "th:");
        assertThat(html.split("<h1", -1)).hasSize(2);
    }
}
