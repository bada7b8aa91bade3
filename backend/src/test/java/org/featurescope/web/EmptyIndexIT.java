package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before each test
class EmptyIndexIT {

    private TestSite site;

    @BeforeAll
    void start() {
        site = TestSite.over(database -> {});
    }

    @AfterAll
    void stop() {
        site.close();
    }

    @Test
    void theStartPageSaysHowToBegin() {
        assertThat(site.html("/")).contains("./featurescope demo", "./featurescope index --model");
        assertThat(site.json("/index.json").get("models")).isEmpty();
    }

    @Test
    void anUnknownModelLeadsToTheStartPage() {
        assertThat(site.get("/babel-4l").statusCode()).isEqualTo(404);
        assertThat(site.get("/babel-4l").body()).contains("nothing is indexed yet", "<li><a href=\"/\">");
    }

    @Test
    void otherPagesLeadToTheStartPage() {
        for (String path : new String[] {"/runs/1", "/corpora/222222222222"}) {
            assertThat(site.get(path).statusCode()).as(path).isEqualTo(404);
            assertThat(site.get(path).body()).as(path).contains("<li><a href=\"/\">");
        }
        assertThat(site.html("/search?q=anything")).contains("What is understood");
        assertThat(site.html("/sitemap.xml")).contains("/sitemaps/pages.xml");
    }

    @Test
    void randomLeadsToTheStartPage() {
        assertThat(site.get("/random").headers().firstValue("Location")).hasValue("/");
    }
}
