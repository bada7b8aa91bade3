package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class HelpIT {

    private final TestSite site = TestSite.small();

    @ParameterizedTest
    @CsvSource({
        "/nowhere, 404, /tiny-1l",
        "/gallery, 404, /tiny-1l",
        "/nowhere/0-mlp/3, 404, /tiny-1l",
        "/nowhere/random, 404, /tiny-1l",
        "/tiny-2l/7-mlp, 404, /tiny-2l/1-mlp",
        "/tiny-2l/7-mlp/3, 404, /tiny-2l/1-mlp",
        "/tiny-2l/7-mlp/random, 404, /tiny-2l/1-mlp",
        "/tiny-2l/1-mlp/120, 404, /tiny-2l/1-mlp/119",
        "/tiny-2l/1-mlp/-1, 404, /tiny-2l/1-mlp/0",
        "/tiny-2l/1-mlp/007, 404, /tiny-2l/1-mlp/0",
        "/tiny-2l/1-mlp/99999999999, 404, /tiny-2l/1-mlp/119",
        "/tiny-2l/1-mlp/7?run=99, 404, /tiny-2l/1-mlp?run=1",
        "/tiny-2l/1-mlp/7?run=3, 404, /tiny-2l/1-mlp?run=1",
        "/tiny-2l/1-mlp?run=99, 404, /tiny-2l/1-mlp?run=1",
        "/tiny-2l?run=99, 404, /runs/5",
        "/tiny-2l?run=3, 404, /runs/2",
        "/tiny-2l?run=x, 400, /runs/2",
        "/runs/99, 404, /runs/5",
        "/runs/x, 404, /runs/5",
        "/corpora/ffffffffffff, 404, /corpora/222222222222",
        "/corpora/x, 404, /corpora/222222222222",
        "/corpora/222222222222?run=99, 404, /corpora/222222222222?run=2",
        "/corpora/222222222222?run=x, 400, /corpora/222222222222?run=2",
        "/corpora/222222222222?from=x, 400, /corpora/222222222222",
        "/corpora/222222222222?to=-1, 400, /corpora/222222222222",
        "/corpora/222222222222/99, 404, /corpora/222222222222",
        "/corpora/222222222222/x, 404, /corpora/222222222222",
        "/corpora/222222222222/1?part=0, 400, /corpora/222222222222/1",
        "/sitemaps/tiny-2l/0-mlp/1.xml, 404, /sitemap.xml",
        "/a/b/c/d, 404, /",
        "/assets/missing.css, 404, /",
        "/tiny-2l/1-mlp/7?run=x, 400, /tiny-2l/1-mlp?run=2",
        "/tiny-2l/1-mlp/7?view=x, 400, /tiny-2l/1-mlp/7?view=context",
        "/tiny-2l/1-mlp?sort=x, 400, /tiny-2l/1-mlp?sort=max",
        "/tiny-2l/1-mlp?order=x, 400, /tiny-2l/1-mlp?order=desc",
        "/tiny-2l/1-mlp?after=x, 400, /tiny-2l/1-mlp",
        "/tiny-2l/1-mlp?after=AQQAAAABAAAAAAAAAAAAAAAA, 400, /tiny-2l/1-mlp",
    })
    void whatIsUnknownLeadsToWhatIsKnown(String path, int status, String help) {
        HttpResponse<String> page = site.get(path);
        assertThat(page.statusCode()).isEqualTo(status);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(page.body()).contains("<li><a href=\"" + help.replace("&", "&amp;") + "\">");
    }

    @ParameterizedTest
    @CsvSource({
        "/nowhere.json, 404, /tiny-1l",
        "/tiny-2l/7-mlp.json, 404, /tiny-2l/1-mlp",
        "/tiny-2l/1-mlp/120.json, 404, /tiny-2l/1-mlp/119",
        "/tiny-2l/1-mlp/x.json, 404, /tiny-2l/1-mlp/119",
        "/tiny-2l/1-mlp/7.json?run=99, 404, /tiny-2l/1-mlp?run=1",
        "/tiny-2l/1-mlp/7.json?run=x, 400, /tiny-2l/1-mlp?run=1",
        "/a/b/c/d.json, 404, /",
    })
    void problemsOfTwinsAreProblemDetails(String path, int status, String help) {
        HttpResponse<String> answer = site.get(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = TestSite.json(answer);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asString()).isNotEmpty();
        assertThat(problem.get("detail").asString()).isNotEmpty();
        assertThat(problem.get("helpTitle").asString()).isNotEmpty();
        assertThat(problem.get("links").findValuesAsString("url")).contains(help);
    }

    @Test
    void whatWasAskedForIsEscaped() {
        HttpResponse<String> page = site.get("/%3Cscript%3Ealert(2)%3C/x");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).doesNotContain("<script>alert(2)");
    }

    @Test
    void otherMethodsAreRefused() {
        assertThat(site.send("POST", "/tiny-2l").statusCode()).isEqualTo(405);
        assertThat(site.send("HEAD", "/tiny-2l").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tiny-2l/", "/tiny-2l/1-mlp/", "/tiny-2l/1-mlp/7/"})
    void aSlashTooManyIsTakenAway(String path) {
        HttpResponse<String> answer = site.get(path);
        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(answer.headers().firstValue("Location")).hasValue(path.substring(0, path.length() - 1));
    }
}
