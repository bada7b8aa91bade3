package org.featurescope.pipeline.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.featurescope.lm.Engine;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.Tokenizer;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.Corpus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SaeMeasurementIT {

    private static final Path DEMO = Path.of("../../demo/babel-4l");

    @BeforeAll
    static void configure() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
    }

    /** What their training reported over other text: 32 and 23 latents a token, a third of them dead, FVU below 0.03. */
    @Test
    void theSaesOfTheDemoFitItsModel() {
        List<Fidelity> results = measure(Map.of(), 4000);

        Fidelity topK = results.get(0);
        assertThat(topK.tokens()).isBetween(4000L, 4127L);
        assertThat(topK.meanL0()).isCloseTo(32, within(0.01));
        assertThat(topK.fvu().orElseThrow()).isBetween(0.01, 0.15);
        assertThat(topK.deadFeatures()).isBetween(400, 1400);
        assertThat(topK.isSuspect()).isFalse();
        Fidelity jumpRelu = results.get(1);
        assertThat(jumpRelu.meanL0()).isBetween(15.0, 35.0);
        assertThat(jumpRelu.fvu().orElseThrow()).isBetween(0.005, 0.15);
    }

    @Test
    void anSaeAtAnotherPlaceExplainsLess() {
        double atItsPlace = measure(Map.of(), 1000).get(0).fvu().orElseThrow();
        double elsewhere = measure(Map.of("hook", "blocks.0.hook_attn_out"), 1000)
                .get(0)
                .fvu()
                .orElseThrow();

        assertThat(elsewhere).isGreaterThan(5 * atItsPlace);
    }

    @Test
    void refusesAnSaeThatDoesNotFit() {
        assertThatThrownBy(() -> measure(Map.of("hook", "blocks.1.mlp.hook_post"), 1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blocks.1.mlp.hook_post of the model has 1024");
    }

    private static List<Fidelity> measure(Map<String, String> options, long tokens) {
        List<Sae> saes = Stream.of("resid-post-2-topk", "mlp-out-1-jumprelu")
                .flatMap(name -> SaeFolder.read(DEMO.resolve("saes").resolve(name), SaeOptions.of(options)).stream())
                .toList();
        ModelFolder folder = ModelFolder.open(DEMO);
        Corpus corpus = Corpus.of(List.of(DEMO.resolve("../corpus/demo-corpus.jsonl")));
        try (HookedModel model = folder.load("cpu");
                Tokenizer tokenizer = folder.tokenizer();
                ContextCutter contexts = new ContextCutter(corpus.read(), tokenizer, 128, tokenizer.bosToken())) {
            return SaeMeasurement.measure(model, saes, contexts, tokens, (done, share) -> {});
        }
    }
}
