package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomIT {

    private static final int DRAWS = 60;

    private final TestSite site = TestSite.small();

    @ParameterizedTest
    @CsvSource({
        "/random, /tiny-[^/]+/[^/]+/[0-9]+",
        "/tiny-2l/random, /tiny-2l/[01]-mlp/[0-9]+",
        "/tiny-2l/1-mlp/random, /tiny-2l/1-mlp/[0-9]+",
        "/tiny-2l/1-mlp/random?run=1, /tiny-2l/1-mlp/[0-9]+\\?run=1",
    })
    void alwaysLeadsToAFeature(String path, String expected) {
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < DRAWS; i++) {
            HttpResponse<String> answer = site.get(path);
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
            String location = answer.headers().firstValue("Location").orElseThrow();
            assertThat(location).matches(expected);
            assertThat(location).doesNotMatch(".*-mlp/" + SmallIndex.DEAD_FEATURE + "(\\?.*)?");
            assertThat(site.get(location).statusCode()).isEqualTo(200);
            drawn.add(location);
        }
        // With 120 or more to draw from, 60 draws that hit no more than 20 have a probability below 1e-12.
        assertThat(drawn).hasSizeGreaterThan(20);
    }
}
