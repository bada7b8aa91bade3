package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.ReferenceComparison.Difference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models reproduce the logits and activations that other software recorded, in fp32. Give more folders with
 * {@code -Dreference.models=DIR,DIR}; each holds {@code reference.safetensors} and {@code reference.json}.
 */
class ReferenceIT {

    /** Absolute; relative where a value exceeds 1. Differences come from the order of sums only. */
    private static final double TOLERANCE = 1e-4;

    private static final Path FIXTURES = Path.of("src/test/resources");
    private static final String LENS = "transformer_lens.safetensors";
    private static final String OLD_SPELLING = "config.transformers4.json";

    static Stream<Path> fixtures() throws IOException {
        try (Stream<Path> folders = Files.list(FIXTURES)) {
            return folders.filter(folder -> Files.exists(folder.resolve("reference.json"))).sorted().toList().stream();
        }
    }

    static Stream<Path> models() throws IOException {
        Stream<Path> given = Optional.ofNullable(System.getProperty("reference.models")).stream()
                .flatMap(list -> Stream.of(list.split(",")))
                .map(Path::of);
        return Stream.of(Stream.of(Path.of("../../demo/babel-4l")), fixtures(), given)
                .flatMap(paths -> paths);
    }

    static Stream<Path> fixturesWithTransformerLens() throws IOException {
        return fixtures().filter(folder -> Files.exists(folder.resolve(LENS)));
    }

    static Stream<Path> fixturesInOldSpelling() throws IOException {
        return fixtures().filter(folder -> Files.exists(folder.resolve(OLD_SPELLING)));
    }

    static Stream<Path> modelsWithTokenizer() throws IOException {
        return models().filter(folder -> Files.exists(folder.resolve("tokenizer.json")));
    }

    @ParameterizedTest
    @MethodSource("models")
    void reproducesLogitsAndEveryRecordedHook(Path folder) {
        ReferenceComparison comparison = ReferenceComparison.of(folder);

        List<Difference> alone = comparison.oneByOne();
        List<Difference> together = comparison.inOneBatch();

        assertThat(alone).hasSameSizeAs(together);
        assertClose(folder, "transformers, texts alone", alone);
        assertClose(folder, "transformers, texts in one batch", together);
    }

    /** Wherever the scan itself stops. */
    @ParameterizedTest
    @MethodSource("models")
    void predictsTheTextsAsWellAsTheRecordedLogitsDo(Path folder) {
        ReferenceComparison comparison = ReferenceComparison.of(folder);
        List<Double> expected = comparison.recordedLosses();

        for (HookPoint point : List.of(HookPoint.residPre(0), HookPoint.mlpPost(1), HookPoint.logits())) {
            List<Double> found = comparison.losses(point);
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i)).isCloseTo(expected.get(i), within(TOLERANCE));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixturesWithTransformerLens")
    void meansByItsNamesWhatTransformerLensMeans(Path folder) {
        ReferenceComparison comparison = ReferenceComparison.of(folder, LENS);

        assertThat(comparison.recordedHooks()).contains("blocks.1.ln1.hook_normalized", "blocks.1.attn.hook_z");
        assertClose(folder, "TransformerLens", comparison.oneByOne());
    }

    @ParameterizedTest
    @MethodSource("fixturesInOldSpelling")
    void isTheSameModelInTheSpellingOfTransformers4(Path folder, @TempDir Path copy) throws IOException {
        copy(folder, copy, Files.readString(folder.resolve(OLD_SPELLING)));

        assertClose(
                folder,
                "transformers 4's config.json",
                ReferenceComparison.of(copy).oneByOne());
    }

    /** The fixture has the names of published files; newer versions of transformers call the same tensors otherwise. */
    @Test
    void readsAMultimodalModelUnderItsNewerNames(@TempDir Path copy) throws IOException {
        Path folder = FIXTURES.resolve("tiny-gemma3-multimodal");
        copy(folder, copy, ConfigChange.apply(folder, "{}"));
        String bytes = Files.readString(copy.resolve("model.safetensors"), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("\"language_model.model.norm.weight\"");
        Files.writeString(
                copy.resolve("model.safetensors"),
                bytes.replace("\"language_model.model.", "\"model.language_model."),
                StandardCharsets.ISO_8859_1);

        assertClose(folder, "newer names", ReferenceComparison.of(copy).oneByOne());
    }

    /** So the tests above would see a setting that is read wrongly or not at all. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    gpt2-sharded | {"activation_function": "gelu"}
                    gpt2-sharded | {"layer_norm_epsilon": 1e-3}
                    gpt2-scaled | {"activation_function": "gelu_new"}
                    gpt2-scaled | {"scale_attn_weights": false}
                    gpt2-scaled | {"scale_attn_by_inverse_layer_idx": false}
                    gpt-neo | {"window_size": 5}
                    gpt-neo | {"attention_types": [[["global"], 2]]}
                    gpt-neo | {"attention_types": [[["local"], 2]]}
                    gpt-neox | {"hidden_act": "gelu_new"}
                    gpt-neox | {"use_parallel_residual": false}
                    gpt-neox | {"rope_parameters": {"partial_rotary_factor": 0.5}}
                    gpt-neox | {"rope_parameters": {"rope_theta": 1000}}
                    gpt-neox-sequential | {"rope_parameters": {"partial_rotary_factor": 1.0}}
                    llama | {"rope_parameters": {"rope_theta": 10000}}
                    llama | {"hidden_act": "gelu"}
                    llama | {"tie_word_embeddings": true}
                    llama-scaled | {"rope_parameters": {"factor": 4}}
                    llama-scaled | {"rope_parameters": {"low_freq_factor": 2}}
                    llama-scaled | {"rope_parameters": {"high_freq_factor": 2}}
                    llama-scaled | {"rope_parameters": {"original_max_position_embeddings": 64}}
                    llama-scaled | {"rope_parameters": {"rope_type": "linear"}}
                    llama-scaled | {"attention_bias": false}
                    llama-scaled | {"mlp_bias": false}
                    mistral | {"sliding_window": null}
                    mistral | {"sliding_window": 5}
                    qwen2 | {"layer_types": ["full_attention", "full_attention"]}
                    qwen2 | {"layer_types": ["sliding_attention", "sliding_attention"]}
                    qwen3 | {"rms_norm_eps": 1e-3}
                    gemma2 | {"attn_logit_softcapping": null}
                    gemma2 | {"final_logit_softcapping": null}
                    gemma2 | {"query_pre_attn_scalar": 6}
                    gemma2 | {"hidden_activation": "gelu"}
                    gemma2 | {"layer_types": ["full_attention", "sliding_attention", "full_attention"]}
                    gemma3 | {"sliding_window": 5}
                    gemma3 | {"query_pre_attn_scalar": 6}
                    gemma3 | {"rope_parameters": {"full_attention": {"factor": 1}}}
                    gemma3 | {"rope_parameters": {"sliding_attention": {"rope_theta": 5000}}}
                    olmo2 | {"rope_parameters": {"rope_theta": 10000}}
                    olmo2 | {"attention_bias": false}
                    """)
    void anotherSettingShows(String model, String changes, @TempDir Path copy) throws IOException {
        Path folder = FIXTURES.resolve("tiny-" + model);
        copy(folder, copy, ConfigChange.apply(folder, changes));

        assertThat(ReferenceComparison.of(copy).oneByOne())
                .anySatisfy(difference -> assertThat(difference.largest()).isGreaterThan(2 * TOLERANCE));
    }

    private static void copy(Path folder, Path copy, String config) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        Files.writeString(copy.resolve("config.json"), config);
    }

    /** Without it a hook point could be wrong and no reference know. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void everyHookPointIsRecorded(Path folder) {
        Set<String> recorded = ReferenceComparison.of(folder).recordedHooks();

        assertThat(ModelFolder.open(folder).hookPoints().keySet())
                .extracting(HookPoint::name)
                .containsExactlyInAnyOrderElementsOf(recorded);
    }

    @ParameterizedTest
    @MethodSource("modelsWithTokenizer")
    void tokenizesTheReferenceTextsToTheSameIds(Path folder) {
        ReferenceComparison.of(folder).texts().forEach(text -> {
            try (Tokenizer tokenizer = ModelFolder.open(folder).tokenizer()) {
                assertThat(tokenizer.addsBos()).isTrue();
                int[] ids = new int[text.inputIds().length];
                ids[0] = tokenizer.bosToken().orElseThrow();
                int[] encoded = tokenizer.encode(text.text());
                System.arraycopy(encoded, 0, ids, 1, encoded.length);
                assertThat(ids).isEqualTo(text.inputIds());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void showsEveryHookPointOfTheFolderInItsOrderAndWidth(Path folder) {
        Map<HookPoint, Integer> shown = new LinkedHashMap<>();
        TokenBatch batch = new TokenBatch(List.of(new TokenContext(0, new int[] {1, 2, 3}, new boolean[3])));
        ModelFolder opened = ModelFolder.open(folder);
        try (HookedModel model = opened.load("cpu")) {
            model.run(
                    batch,
                    model.hookPoints().keySet(),
                    (point, activations) -> shown.put(point, activations.features()));
        }

        assertThat(shown).containsExactlyEntriesOf(opened.hookPoints());
    }

    private static void assertClose(Path folder, String how, List<Difference> differences) {
        assertThat(differences).isNotEmpty();
        Difference worst = Collections.max(differences, Comparator.comparingDouble(Difference::largest));
        System.out.printf(
                "%s, %s: %d tensors, largest difference %.2e at %s%n",
                folder.getFileName(), how, differences.size(), worst.largest(), worst.tensor());
        assertThat(differences)
                .allSatisfy(difference -> assertThat(difference.largest()).isLessThan(TOLERANCE));
    }
}
