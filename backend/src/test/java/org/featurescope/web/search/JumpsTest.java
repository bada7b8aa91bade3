package org.featurescope.web.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunCorpus;
import org.featurescope.web.catalog.RunFacts;
import org.featurescope.web.catalog.RunLabel;
import org.featurescope.web.catalog.SourceFacts;
import org.featurescope.web.common.PageLink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JumpsTest {

    private static final String SHA256 = "0123456789abcdef".repeat(4);

    private final Jumps jumps = new Jumps(List.of(
            place("babel-4l", "2-mlp", "mlp", 2, "blocks.2.mlp.hook_post", 1024),
            place("babel-4l", "3-mlp", "mlp", 3, "blocks.3.mlp.hook_post", 1024),
            place("babel-4l", "2-res", "sae", 2, "blocks.2.hook_resid_post", 2048),
            place("other", "2-mlp", "mlp", 2, "blocks.2.mlp.hook_post", 64)));

    private final Jumps gpt2 = new Jumps(List.of(
            place("gpt2", "3-mlp", "mlp", 3, "blocks.3.mlp.hook_post", 3072),
            place("gpt2", "6-res-jb", "sae", 6, "blocks.6.hook_resid_pre", 24_576),
            place("gpt2", "8-resid-post-topk", "sae", 8, "blocks.8.hook_resid_post", 24_576)));

    /** What people paste. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt2 3/17 | /gpt2/3-mlp/17",
                "gpt2-small 3 17 | /gpt2/3-mlp/17",
                "https://www.neuronpedia.org/gpt2-small/6-res-jb/650 | /gpt2/6-res-jb/650",
                "https://www.neuronpedia.org/gpt2-small/6-res-jb/650?embed=true&embedexplanation=true | /gpt2/6-res-jb/650",
                "neuronpedia.org/gpt2-small/3/17 | /gpt2/3-mlp/17",
                "https://neuronpedia.org/api/feature/gpt2-small/6-res-jb/650 | /gpt2/6-res-jb/650",
                "https://www.neuronpedia.org/gpt2-small/6-res-jb | /gpt2/6-res-jb",
                "https://www.neuronpedia.org/gpt2-small | /gpt2",
                "https://neuroscope.io/gpt2-small/3/1234.html | /gpt2/3-mlp/1234",
                "https://neuroscope.io/gpt2-small/index.html | /gpt2",
                "http://localhost:3000/gpt2/3-mlp/17?run=4&group=all#top | /gpt2/3-mlp/17",
                "blocks.3.mlp.hook_post | /gpt2/3-mlp",
                "blocks.3.mlp.hook_post 17 | /gpt2/3-mlp/17",
                "blocks.3.mlp.hook_post[:, :, 17] | /gpt2/3-mlp/17",
                "blocks.6.hook_resid_pre | /gpt2/6-res-jb",
                "gpt2 8-res 41 | /gpt2/8-resid-post-topk/41",
                "8-resid/41 | /gpt2/8-resid-post-topk/41",
                "3.17 | /gpt2/3-mlp/17",
            })
    void whatIsPastedLeadsToOnePage(String question, String url) {
        assertThat(gpt2.certain(question)).isEqualTo(url);
        assertThat(gpt2.of(question)).extracting(PageLink::url).containsExactly(url);
    }

    @ParameterizedTest
    @CsvSource({
        "babel-4l 2-res 41, /babel-4l/2-res/41",
        "babel-4l/2-res/41, /babel-4l/2-res/41",
        "BABEL-4L  2-res  #41, /babel-4l/2-res/41",
        "2-res/41, /babel-4l/2-res/41",
        "2-mlp/122, /babel-4l/2-mlp/122",
        "blocks.3.mlp.hook_post 7, /babel-4l/3-mlp/7",
        "blocks.3.mlp.hook_post, /babel-4l/3-mlp",
        "3:512, /babel-4l/3-mlp/512",
        "L3N512, /babel-4l/3-mlp/512",
        "https://example.org/babel-4l/2-res/41.json?run=1, /babel-4l/2-res/41",
        "babel-4l, /babel-4l",
        "babel-4l 3-mlp, /babel-4l/3-mlp",
        "texts, /corpora/0123456789ab",
        "0123456789ab, /corpora/0123456789ab",
    })
    void aQuestionOfOneMeaning(String question, String url) {
        assertThat(jumps.of(question)).extracting(PageLink::url).containsExactly(url);
    }

    @Test
    void aNameThatSeveralHaveHasAsManyMeanings() {
        assertThat(jumps.of("2-mlp 7"))
                .extracting(PageLink::url)
                .containsExactly("/babel-4l/2-mlp/7", "/other/2-mlp/7");
        assertThat(jumps.of("law"))
                .extracting(PageLink::url)
                .containsExactly("/babel-4l/labels?label=law", "/other/labels?label=law");
    }

    @Test
    void aPartOfANameIsEnoughWhenNoWholeOneFits() {
        assertThat(jumps.of("resid")).extracting(PageLink::url).containsExactly("/babel-4l/2-res");
        assertThat(jumps.of("babel")).extracting(PageLink::url).containsExactly("/babel-4l");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "/",
                "?",
                "2-mlp/1024x",
                "2-res/2048",
                "babel-4l 9-mlp 1",
                "🤷",
                "99999999999999999999"
            })
    void whatIsNotUnderstoodLeadsNowhere(String question) {
        assertThat(jumps.of(question)).isEmpty();
    }

    private static Place place(String model, String name, String kind, int layer, String hookPoint, int features) {
        RunFacts run = new RunFacts(
                1,
                "first",
                null,
                100L,
                10L,
                8,
                "texts",
                SHA256,
                List.of(new RunCorpus("texts", SHA256, 10L, 100L)),
                20,
                null,
                8,
                0,
                "float32",
                "cpu",
                "0.1.0",
                1,
                Instant.EPOCH,
                SHA256,
                SHA256,
                null,
                null,
                null,
                List.of(new RunLabel(0, "texts", "law", 5, 50)),
                null,
                null,
                true);
        return new Place(
                new SourceFacts(model, name, kind, layer, hookPoint, features, null),
                null,
                null,
                run,
                new Place.Keys(1, 1, 1, List.of()),
                OptionalInt.empty(),
                1);
    }
}
