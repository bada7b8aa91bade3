package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersIT {

    private final TestSite site = TestSite.small();

    @ParameterizedTest
    @ValueSource(strings = {"/", "/tiny-2l/1-mlp/7", "/tiny-2l/1-mlp/7.json", "/nowhere", "/random", "/health"})
    void everyAnswerForbidsWhatItDoesNotNeed(String path) {
        HttpResponse<String> answer = site.get(path);
        assertThat(header(answer, "Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                .contains("frame-ancestors 'none'");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");
    }

    @Test
    void thePageOfTheNewestRunIsAskedForAgainButNotSentAgain() {
        HttpResponse<String> page = site.get("/tiny-2l/1-mlp/7");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        HttpResponse<String> again = site.get("/tiny-2l/1-mlp/7", "If-None-Match", header(page, "ETag"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void aPinnedPageMayBeKept() {
        assertThat(header(site.get("/tiny-2l/1-mlp/7?run=1"), "Cache-Control")).isEqualTo("public, max-age=86400");
        assertThat(header(site.get("/tiny-2l/1-mlp/7.json?run=1"), "Cache-Control"))
                .isEqualTo("public, max-age=86400");
    }

    @Test
    void assetsHaveTheirHashInTheAddressAndAreKeptForAYear() {
        Matcher assets = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"").matcher(site.html("/tiny-2l/1-mlp/7"));
        int found = 0;
        while (assets.find()) {
            found++;
            assertThat(assets.group(1)).matches("/assets/[a-z]+-[0-9a-f]{32}\\.(css|js|svg|md)");
            HttpResponse<String> asset = site.get(assets.group(1));
            assertThat(asset.statusCode()).isEqualTo(200);
            assertThat(header(asset, "Cache-Control")).isEqualTo("max-age=31536000, public, immutable");
            assertThat(header(asset, "Content-Type")).doesNotContain("octet-stream");
        }
        assertThat(found).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tiny-2l/1-mlp/7", "/tiny-2l/1-mlp/7.json"})
    void pagesAreCompressed(String path) {
        assertThat(header(site.get(path, "Accept-Encoding", "gzip"), "Content-Encoding"))
                .isEqualTo("gzip");
    }

    @Test
    void jsonMayBeReadFromOtherSites() {
        assertThat(header(site.get("/index.json"), "Access-Control-Allow-Origin"))
                .isEqualTo("*");
        assertThat(site.get("/").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void healthSaysUp() {
        assertThat(site.html("/health")).isEqualTo("{\"status\":\"up\"}");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
