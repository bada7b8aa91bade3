package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
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
    void tagsAreStrongAndThoseOfCompressedPagesAreTheirOwn() {
        HttpResponse<String> plain = site.get("/tiny-2l/1-mlp/7");
        HttpResponse<String> compressed = site.get("/tiny-2l/1-mlp/7", "Accept-Encoding", "gzip");
        String tag = header(plain, "ETag");
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(header(compressed, "ETag")).isEqualTo(tag.substring(0, tag.length() - 1) + "-gzip\"");
        assertThat(header(compressed, "Vary")).contains("Accept-Encoding");
        assertThat(header(plain, "Vary")).contains("Accept-Encoding");
        for (String known : List.of(tag, header(compressed, "ETag"), "\"other\", W/" + tag, "*")) {
            assertThat(site.get("/tiny-2l/1-mlp/7", "If-None-Match", known).statusCode())
                    .as(known)
                    .isEqualTo(304);
        }
        assertThat(site.get("/tiny-2l/1-mlp/7", "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aRunHasTheSameTagsAfterARestart() {
        // Bytes decide, not the moment: another page of the same content has the same tag.
        String first = header(site.get("/tiny-2l/1-mlp/7?run=1"), "ETag");
        assertThat(header(site.get("/tiny-2l/1-mlp/7?run=1"), "ETag")).isEqualTo(first);
        assertThat(header(site.get("/tiny-2l/1-mlp/8?run=1"), "ETag")).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "br", "gzip;q=0", "gzip; q=0.0"})
    void whoeverDoesNotTakeGzipGetsNone(String accepted) {
        HttpResponse<String> page = site.get("/tiny-2l/1-mlp/7", "Accept-Encoding", accepted);
        assertThat(header(page, "Content-Encoding")).isEmpty();
        assertThat(page.body()).startsWith("<!doctype html>");
    }

    @Test
    void aPinnedPageMayBeKept() {
        assertThat(header(site.get("/tiny-2l/1-mlp/7?run=1"), "Cache-Control"))
                .isEqualTo("public, max-age=86400, immutable");
        assertThat(header(site.get("/tiny-2l/1-mlp/7.json?run=1"), "Cache-Control"))
                .isEqualTo("public, max-age=86400, immutable");
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
