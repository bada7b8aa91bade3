package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The start page, models, runs, corpora, documents, the search box and the sitemap. */
class CatalogPagesIT {

    private static final String SMALL_CORPUS = "/corpora/222222222222";

    private final TestSite site = TestSite.small();

    @Test
    void theStartPageListsModelsWithSourcesCorporaAndRuns() {
        assertThat(site.html("/"))
                .contains("<a href=\"/tiny-2l\">tiny-2l</a>", "<a href=\"/tiny-2l/1-mlp\">1</a>", "240 in 2 sources")
                .contains("<a href=\"/corpora/abababababab\">first</a>", "<a href=\"/runs/5\">")
                .contains("<form class=\"search\" role=\"search\" method=\"get\" action=\"/search\">");
        JsonNode cards = site.json("/index.json").get("models");
        assertThat(cards.findValuesAsString("model")).contains("tiny-1l", "tiny-2l", "tiny-full", "tiny-sae");
    }

    @Test
    void ofEachLabelTheFeatureWithTheLargestAucIsShown() {
        JsonNode leaders = site.json("/tiny-full.json").get("leaders");
        assertThat(leaders.findValuesAsString("label")).containsExactly("law", "law", "code");
        assertThat(leaders.findValuesAsString("corpus")).containsExactly("first", "second", "first");
        assertThat(leaders.findValuesAsString("value")).containsExactly("0.96875", "0.59375", "0.25");
        assertThat(leaders.get(0).get("url").asString()).isEqualTo("/tiny-full/0-mlp/0");
        assertThat(leaders.get(0).at("/glimpse/token").asString()).isEqualTo("日");
        assertThat(site.html("/")).contains("href=\"/tiny-full/labels?label=first/law\"", "0.969");
    }

    @Test
    void theLargestKurtosisIsOfAFeatureThatIsActiveInEnoughContexts() {
        // Those of the small index are active in 3 contexts.
        assertThat(site.json("/index.json").get("byKurtosis").findValuesAsString("url"))
                .containsExactly("/tiny-full/0-mlp/0");
    }

    @Test
    void theMapHasACellForEachSource() {
        assertThat(site.html("/tiny-sae"))
                .contains(
                        "<svg class=\"map\"",
                        "href=\"/tiny-sae/1-resid-post-topk\"><title>1-resid-post-topk: 120"
                                + " latents at blocks.1.hook_resid_post, median density about 0.2 %, 1 never active</title>")
                .contains("href=\"/tiny-sae/embed\"><title>embed: 120 dimensions at hook_embed");
    }

    @Test
    void aModelCanBePinnedToARun() {
        assertThat(site.html("/tiny-2l?run=1")).contains("href=\"/tiny-2l/1-mlp?run=1\"", "href=\"/runs/1\"");
        assertThat(site.json("/tiny-2l.json?run=1").get("url").asString()).isEqualTo("/tiny-2l?run=1");
        assertThat(site.json("/tiny-2l.json?run=1").at("/sources/0/run").asInt())
                .isEqualTo(1);
    }

    @Test
    void aRunSaysWhatItReadHowSamplesAreDrawnAndHowToCiteIt() {
        assertThat(site.html("/runs/5"))
                .contains("@misc{featurescope-tiny-full-run5,", "\\url{" + site.uri("/runs/5") + "}")
                .contains(
                        "4,000 tokens of first and second",
                        "Seed of all samples: 7",
                        "corpus SHA-256 " + "ab".repeat(32))
                .contains("&quot;corpora&quot;: [&quot;first&quot;, &quot;second&quot;]")
                .contains("href=\"/corpora/cdcdcdcdcdcd?run=5\"", "href=\"/tiny-full/0-mlp?run=5\"");
        assertThat(site.html("/runs/4")).contains("0.0260", "suspect");
    }

    @Test
    void anOlderRunLeadsToTheNewest() {
        assertThat(site.html("/runs/1")).contains("<a href=\"/runs/2\">Run 2 is newer.</a>");
        assertThat(site.html("/runs/2")).doesNotContain("is newer");
        assertThat(site.json("/runs/1.json").get("newest").asInt()).isEqualTo(2);
    }

    @Test
    void aCorpusListsItsRunsLicencesAndDocuments() {
        JsonNode page = site.json(SMALL_CORPUS + ".json");
        assertThat(page.get("runs").findValuesAsString("run")).containsExactly("4", "3", "2", "1");
        assertThat(page.get("licences").get(0).get("licence").asString()).isEqualTo("CC0-1.0");
        assertThat(page.get("documents").findValuesAsString("id")).containsExactly("doc-0", "doc-1", "doc-2", "doc-3");
        assertThat(site.html(SMALL_CORPUS)).contains("<a href=\"" + SMALL_CORPUS + "/2\" dir=\"auto\">Title 2</a>");
        assertThat(site.json(SMALL_CORPUS + ".json?label=label-1")
                        .get("documents")
                        .findValuesAsString("id"))
                .containsExactly("doc-1", "doc-3");
    }

    @Test
    void documentsArePagedBothWays() {
        JsonNode first = site.json("/corpora/abababababab.json");
        assertThat(first.get("documents")).hasSize(50);
        assertThat(first.get("previous").isNull()).isTrue();
        JsonNode second = site.json(first.get("next").asString());
        assertThat(second.at("/documents/0/document").asInt()).isEqualTo(50);
        JsonNode last = site.json(second.get("next").asString());
        assertThat(last.get("documents")).hasSize(10);
        assertThat(last.get("next").isNull()).isTrue();
        assertThat(site.json(last.get("previous").asString()).get("documents")).isEqualTo(second.get("documents"));
        assertThat(site.json(second.get("previous").asString()).get("documents"))
                .isEqualTo(first.get("documents"));
        assertThat(site.html("/corpora/abababababab?from=50"))
                .contains("href=\"/corpora/abababababab?to=49\"", "href=\"/corpora/abababababab?from=100\"");
    }

    @Test
    void aDocumentShowsItsTextWholeAndEscaped() {
        assertThat(site.html(SMALL_CORPUS + "/0"))
                .contains("<h1 dir=\"auto\">Title 0</h1>", "&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert", "&lt;|endoftext|&gt;");
        assertThat(site.json(SMALL_CORPUS + "/1.json").at("/passages/0/text").asString())
                .isEqualTo("日本 world\nHello");
    }

    @Test
    void theFeaturesOfADocumentAreThoseThatStandOut() {
        JsonNode page = site.json("/corpora/abababababab/1.json");
        JsonNode first = page.get("features").get(0);
        assertThat(page.get("features")).hasSize(1); // the other one is constant
        assertThat(first.get("url").asString()).isEqualTo("/tiny-full/0-mlp/0");
        assertThat(first.get("peak").asDouble()).isEqualTo(EvidenceIndex.MAXIMUM);
        assertThat(first.get("deviations").asDouble())
                .isEqualTo((EvidenceIndex.MAXIMUM - 0.125) / 0.61234567, org.assertj.core.data.Offset.offset(1e-5));
        assertThat(first.get("token").asString()).isEqualTo("日");
        assertThat(site.html("/corpora/abababababab/1"))
                .contains(
                        "<a class=\"peak\" id=\"p1-2\" href=\"/tiny-full/0-mlp/0\" title=\"0-mlp 0\">日</a>", "4.29 σ");
    }

    @Test
    void aPinnedDocumentStaysInItsRun() {
        assertThat(site.html(SMALL_CORPUS + "/1?run=1"))
                .contains("href=\"/corpora/222222222222/2?run=1\"", "href=\"/tiny-2l/0-mlp?run=1\"");
        assertThat(site.json(SMALL_CORPUS + "/1.json?run=1").at("/run/run").asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "tiny-full, /tiny-full",
        "tiny-full 0-mlp 1, /tiny-full/0-mlp/1",
        "1-resid-post-topk/7, /tiny-sae/1-resid-post-topk/7",
        "tiny-full code, /search",
        "code, /tiny-full/labels?label=code",
        "small-corpus, /corpora/222222222222",
    })
    void theSearchBoxLeadsToWhatIsMeant(String question, String page) {
        String path = "/search?q=" + question.replace(" ", "%20");
        assertThat(site.get(path).headers().firstValue("Location").orElse("/search"))
                .isEqualTo(page);
    }

    @Test
    void aQuestionOfManyMeaningsListsThem() {
        assertThat(site.html("/search?q=0-mlp/7")).contains("href=\"/tiny-1l/0-mlp/7\"", "href=\"/tiny-2l/0-mlp/7\"");
        assertThat(site.html("/search?q=%22%3E%3Cscript%3Ealert(3)"))
                .contains("What is understood")
                .doesNotContain("<script>alert(3)");
    }

    @Test
    void theSitemapHasEveryPageOnce() {
        String index = site.html("/sitemap.xml");
        assertThat(index).contains("<loc>" + site.uri("/sitemaps/tiny-2l/1-mlp/0.xml") + "</loc>");
        assertThat(site.html("/sitemaps/tiny-2l/1-mlp/0.xml").split("<url>", -1))
                .hasSize(121);
        assertThat(site.html("/sitemaps/pages.xml"))
                .contains(
                        "<loc>" + site.uri("/runs/5") + "</loc>",
                        "<loc>" + site.uri("/corpora/abababababab") + "</loc>");
        assertThat(site.html("/robots.txt")).contains("Sitemap: " + site.uri("/sitemap.xml"));
    }
}
