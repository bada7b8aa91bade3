package org.featurescope.pipeline.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.Engine;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.file.Json;
import org.featurescope.lm.file.SafetensorsFile;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;
import org.featurescope.pipeline.BosPolicy;
import org.featurescope.pipeline.corpus.Corpus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What stands in the files is what transformers recorded for the same texts. */
class ActivationExportIT {

    private static final String FIXTURES = "../lm/src/test/resources/";
    private static final Path DEMO = Path.of("../../demo/babel-4l");

    /** Absolute, relative where a value exceeds 1; differences come from the order of sums only. */
    private static final double TOLERANCE = 1e-4;

    @TempDir
    private Path folder;

    @BeforeAll
    static void configure() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-llama", "tiny-gpt2-sharded"})
    void holdsTheReferenceValues(String name) {
        Path model = Path.of(FIXTURES, name);
        SafetensorsFile reference = SafetensorsFile.open(model.resolve("reference.safetensors"));
        List<HookPoint> hooks = List.of(HookPoint.mlpPost(1), HookPoint.residPost(0), HookPoint.logits());
        for (JsonNode text : Json.read(model.resolve("reference.json")).path("texts")) {
            String key = text.path("key").stringValue();
            String words = text.path("text").stringValue();

            SafetensorsFile written =
                    safetensors(request(model, hooks, List.of(), Corpus.ofText(words), "a.safetensors"));
            JsonNode json = json(request(model, hooks, List.of(), Corpus.ofText(words), "a.json"));

            int[] ids = reference.tensor(key + ".input_ids").integers();
            assertThat(longs(written, "input_ids")).containsExactly(toLongs(ids));
            JsonNode context = json.path("contexts").path(0);
            assertThat(context.path("tokenIds").valueStream().mapToInt(JsonNode::intValue))
                    .containsExactly(boxed(ids));
            for (HookPoint hook : recorded(reference, key, hooks)) {
                float[] expected = reference.tensor(key + "." + hook).floats();
                assertClose(written.tensor(hook.name()).floats(), expected, hook);
                assertClose(values(context.path("activations").path(hook.name())), expected, hook);
            }
        }
    }

    /** All texts have the logits, some nothing else. */
    private static List<HookPoint> recorded(SafetensorsFile reference, String key, List<HookPoint> hooks) {
        List<HookPoint> recorded = hooks.stream()
                .filter(hook -> reference.names().contains(key + "." + hook))
                .toList();
        assertThat(recorded).hasSizeGreaterThanOrEqualTo(key.equals("text0") ? hooks.size() : 1);
        return recorded;
    }

    @Test
    void contextsFollowOneAnotherWhateverTheBatch() {
        Corpus corpus = Corpus.of(List.of(DEMO.resolve("../corpus/demo-corpus.jsonl")));
        List<HookPoint> hooks = List.of(HookPoint.residPost(0));

        SafetensorsFile one = safetensors(request(DEMO, hooks, List.of(), corpus, "one.safetensors", 1));
        SafetensorsFile many = safetensors(request(DEMO, hooks, List.of(), corpus, "many.safetensors", 7));

        long[] contexts = longs(one, "context");
        long[] positions = longs(one, "position");
        assertThat(contexts).isSorted().contains(0, 5).hasSizeGreaterThanOrEqualTo(1000);
        for (int row = 1; row < contexts.length; row++) {
            assertThat(positions[row]).isEqualTo(contexts[row] == contexts[row - 1] ? positions[row - 1] + 1 : 0);
        }
        assertThat(longs(one, "counted")[0]).isZero();
        assertThat(longs(one, "counted")[1]).isEqualTo(1);
        for (String name : List.of("input_ids", "context", "position", "counted")) {
            assertThat(longs(many, name)).isEqualTo(longs(one, name));
        }
        assertClose(
                many.tensor(hooks.get(0).name()).floats(),
                one.tensor(hooks.get(0).name()).floats(),
                hooks.get(0));
    }

    /** Exactly k latents are active at every token, and both formats hold the same. */
    @Test
    void latentsAreSparse() {
        List<Sae> saes = SaeFolder.read(DEMO.resolve("saes/resid-post-2-topk"), SaeOptions.NONE);
        String name = saes.get(0).name();
        Corpus text = Corpus.ofText("Le Conseil d'État a rejeté la requête. 猫");

        SafetensorsFile written = safetensors(request(DEMO, List.of(), saes, text, "a.safetensors"));
        JsonNode json = json(request(DEMO, List.of(), saes, text, "a.json"));

        long[] starts = longs(written, name + ".indptr");
        assertThat(starts).hasSize(longs(written, "input_ids").length + 1);
        int[] indices = written.tensor(name + ".indices").integers();
        float[] values = written.tensor(name + ".values").floats();
        JsonNode tokens = json.path("contexts").path(0).path("latents").path(name);
        for (int token = 0; token + 1 < starts.length; token++) {
            assertThat(starts[token + 1] - starts[token]).isEqualTo(32);
            JsonNode one = tokens.path(token);
            for (int i = 0; i < 32; i++) {
                int at = Math.toIntExact(starts[token]) + i;
                assertThat(one.path("indices").path(i).intValue()).isEqualTo(indices[at]);
                assertThat(one.path("values").path(i).floatValue()).isEqualTo(values[at]);
                assertThat(values[at]).isPositive();
            }
        }
        assertThat(json.path("saes").path(name).path("hook").stringValue()).isEqualTo("blocks.2.hook_resid_post");
        String joined = String.join(
                "",
                json.path("contexts")
                        .path(0)
                        .path("tokens")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .toList());
        assertThat(joined).isEqualTo("<|endoftext|>Le Conseil d'État a rejeté la requête. 猫");
    }

    @Test
    void leavesNothingBehindWhenItFails() throws IOException {
        HookPoint unknown = HookPoint.parse("blocks.9.hook_resid_post");
        Corpus text = Corpus.ofText("x");

        assertThatThrownBy(() -> run(request(DEMO, List.of(unknown), List.of(), text, "a.safetensors")))
                .hasMessageContaining("--hook blocks.9.hook_resid_post: the model has no such hook point; it has [")
                .hasMessageContaining("{layer} from 0 to 3");
        List<HookPoint> hooks = List.of(HookPoint.residPost(0));
        assertThatThrownBy(() -> run(request(DEMO, hooks, List.of(), Corpus.ofText(""), "a.safetensors")))
                .hasMessageContaining("there is no text");
        assertThatThrownBy(() -> run(request(DEMO, hooks, List.of(), Corpus.ofText(""), "a.json")))
                .hasMessageContaining("there is no text");
        assertThatThrownBy(() -> run(request(DEMO, hooks, List.of(), text, "a.npz")))
                .hasMessageContaining("--out must end in .safetensors or .json");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private ActivationRequest request(Path model, List<HookPoint> hooks, List<Sae> saes, Corpus corpus, String out) {
        return request(model, hooks, saes, corpus, out, 3);
    }

    private ActivationRequest request(
            Path model, List<HookPoint> hooks, List<Sae> saes, Corpus corpus, String out, int batchContexts) {
        return new ActivationRequest(
                model,
                hooks,
                saes,
                corpus,
                Math.min(96, ModelFolder.open(model).shape().maxPositions()),
                BosPolicy.AUTO,
                OptionalLong.of(1000),
                batchContexts,
                "cpu",
                folder.resolve(out));
    }

    private static void run(ActivationRequest request) {
        ActivationExport.run(request, (tokens, share) -> {});
    }

    private static SafetensorsFile safetensors(ActivationRequest request) {
        run(request);
        return SafetensorsFile.open(request.out());
    }

    private static JsonNode json(ActivationRequest request) {
        run(request);
        return Json.read(request.out());
    }

    private static long[] longs(SafetensorsFile file, String name) {
        long[] values = new long[Math.toIntExact(file.tensor(name).elements())];
        LongBuffer target = LongBuffer.wrap(values);
        file.tensor(name).read(part -> target.put(part.asLongBuffer()));
        return values;
    }

    private static long[] toLongs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    private static Integer[] boxed(int[] values) {
        return Arrays.stream(values).boxed().toArray(Integer[]::new);
    }

    private static float[] values(JsonNode rows) {
        List<Float> values = rows.valueStream()
                .flatMap(JsonNode::valueStream)
                .map(JsonNode::floatValue)
                .toList();
        float[] result = new float[values.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = Objects.requireNonNull(values.get(i));
        }
        return result;
    }

    private static void assertClose(float[] found, float[] expected, HookPoint hook) {
        assertThat(found).as(hook.name()).hasSameSizeAs(expected);
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs(found[i] - expected[i]) / Math.max(1, Math.abs(expected[i])));
        }
        assertThat(largest).as(hook.name()).isCloseTo(0, within(TOLERANCE));
    }
}
