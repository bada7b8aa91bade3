package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.featurescope.db.store.RunDeletion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links to a run that was deleted say so, and lead to the newest; those of a model that is gone with it, too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before each test
class RetiredRunIT {

    private TestSite site;

    @BeforeAll
    void start() {
        site = TestSite.over(database -> {
            SmallIndex.write(database);
            RunDeletion.delete(database, 1);
            RunDeletion.delete(database, 3);
        });
    }

    @AfterAll
    void stop() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/runs/1, /runs/2",
        "/tiny-2l?run=1, /tiny-2l",
        "/tiny-2l?run=1, /runs/2",
        "/tiny-2l/1-mlp?run=1, /tiny-2l/1-mlp",
        "/tiny-2l/1-mlp/7?run=1, /tiny-2l/1-mlp/7",
        "/tiny-2l/1-mlp/7?run=1, /runs/2",
        "/corpora/222222222222?run=1, /corpora/222222222222?run=2",
        "/corpora/222222222222/1?run=1, /corpora/222222222222/1",
        "/runs/3, /",
        "/tiny-1l/0-mlp/7?run=3, /",
    })
    void isGoneAndTheNewestIsThere(String path, String newest) {
        HttpResponse<String> answer = site.get(path);
        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(answer.body())
                .contains("<li><a href=\"" + newest + "\">")
                .containsPattern("Run [13] of tiny-[12]l was deleted");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-cache");
    }

    @Test
    void asJsonToo() {
        HttpResponse<String> answer = site.get("/tiny-2l/1-mlp/7.json?run=1");
        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(TestSite.json(answer).get("links").findValuesAsString("url")).contains("/tiny-2l/1-mlp/7.json");
    }

    @Test
    void aRunThatNeverWasIsNotGone() {
        assertThat(site.get("/runs/77").statusCode()).isEqualTo(404);
        assertThat(site.get("/tiny-2l/1-mlp/7?run=77").statusCode()).isEqualTo(404);
    }
}
