package org.featurescope.pipeline.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.SignCase;
import org.featurescope.lm.Activations;
import org.featurescope.lm.Engine;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.TokenBatch;
import org.featurescope.lm.Tokenizer;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.Corpus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign cases of a scan beside the signs of gate and linear branch themselves, which the scan never reads. */
class GatedNeuronsIT {

    private static final Path MODEL = Path.of("../lm/src/test/resources/tiny-llama");
    private static final EvidenceSettings SETTINGS = new EvidenceSettings(3, 11, 2, 2, 1, 0);
    private static final int BATCH_CONTEXTS = 8;
    private static final int CONTEXT_TOKENS = 24;

    /** One neuron in one context and case. */
    private record Place(long context, float peak) {}

    /** Of one layer, by neuron and case. */
    private static final class Signs {
        final int neurons;
        final long[][] tokens;
        final List<List<Map<Long, Float>>> peaks = new ArrayList<>();

        Signs(int neurons) {
            this.neurons = neurons;
            tokens = new long[neurons][4];
            for (int neuron = 0; neuron < neurons; neuron++) {
                List<Map<Long, Float>> cases = new ArrayList<>();
                for (int signCase = 0; signCase < 4; signCase++) {
                    cases.add(new HashMap<>());
                }
                peaks.add(cases);
            }
        }

        void add(Activations gate, Activations input, Activations neuron) {
            float[] g = new float[neurons];
            float[] x = new float[neurons];
            float[] a = new float[neurons];
            for (int context = 0; context < gate.contexts(); context++) {
                boolean[] counted = gate.context(context).counted();
                for (int position = 0; position < counted.length; position++) {
                    if (counted[position]) {
                        gate.read(context, position, 0, neurons, g, 0);
                        input.read(context, position, 0, neurons, x, 0);
                        neuron.read(context, position, 0, neurons, a, 0);
                        for (int i = 0; i < neurons; i++) {
                            int signCase = (g[i] > 0 ? 0 : 2) + (x[i] > 0 ? 0 : 1);
                            tokens[i][signCase]++;
                            peaks.get(i)
                                    .get(signCase)
                                    .merge(
                                            gate.context(context).id(),
                                            a[i],
                                            (p, q) -> Math.abs(q) > Math.abs(p) ? q : p);
                        }
                    }
                }
            }
        }

        List<Place> strongest(int neuron, int signCase) {
            return peaks.get(neuron).get(signCase).entrySet().stream()
                    .map(entry -> new Place(entry.getKey(), entry.getValue()))
                    .sorted((p, q) -> Float.compare(Math.abs(q.peak), Math.abs(p.peak)))
                    .limit(SETTINGS.topK())
                    .toList();
        }
    }

    @BeforeAll
    static void engine() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
    }

    @Test
    void signCasesAreThoseOfGateAndLinearBranch(@TempDir Path folder) throws IOException {
        Corpus corpus = Corpus.of(List.of(texts(folder)));
        ModelFolder opened = ModelFolder.open(MODEL);
        try (HookedModel model = opened.load("cpu");
                Tokenizer tokenizer = opened.tokenizer()) {
            int layer = model.shape().layers() - 1;
            int neurons = Objects.requireNonNull(model.hookPoints().get(HookPoint.mlpPost(layer)));
            HookSource source = HookSource.of(HookPoint.mlpPost(layer), neurons);
            Signs signs = new Signs(neurons);
            for (TokenBatch batch : batches(corpus, tokenizer)) {
                add(model, batch, layer, signs);
            }

            EvidenceCollector found = scan(model, source, corpus, tokenizer);

            assertThat(found.shape().gated()).isTrue();
            for (int neuron = 0; neuron < neurons; neuron++) {
                for (SignCase signCase : SignCase.values()) {
                    ExampleGroup group = found.feature(neuron)
                            .group(GroupKind.SIGN_CASE, signCase.ordinal())
                            .orElseThrow();
                    assertThat(group.tokens()).isEqualTo(signs.tokens[neuron][signCase.ordinal()]);
                    assertThat(places(group)).isEqualTo(signs.strongest(neuron, signCase.ordinal()));
                }
            }
        }
    }

    private static List<Place> places(ExampleGroup group) {
        return group.examples().stream()
                .map((Example example) -> new Place(example.context(), example.peak()))
                .toList();
    }

    /** No two texts alike, so that there are no near-duplicates. */
    private static Path texts(Path folder) throws IOException {
        StringBuilder texts = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            texts.append("{\"text\": \"");
            for (int word = 0; word < 12; word++) {
                texts.append((char) ('a' + (i * 7 + word * 3) % 26)).append((char) ('a' + (i * i + word) % 26));
                texts.append(word % 4 == i % 4 ? ", " : " ");
            }
            texts.append("\"}\n");
        }
        return Files.writeString(folder.resolve("texts.jsonl"), texts);
    }

    private static ContextCutter cutter(Corpus corpus, Tokenizer tokenizer) {
        return new ContextCutter(
                corpus.read(),
                tokenizer,
                CONTEXT_TOKENS,
                OptionalInt.of(tokenizer.bosToken().orElseThrow()));
    }

    private static EvidenceCollector scan(HookedModel model, HookSource source, Corpus corpus, Tokenizer tokenizer) {
        ScanSettings settings = new ScanSettings(BATCH_CONTEXTS, SETTINGS, OptionalLong.empty());
        ScanResult result = Scan.run(
                model,
                List.of(source),
                cutter(corpus, tokenizer),
                (context, position) -> context.id(),
                settings,
                (tokens, share) -> {});
        return Objects.requireNonNull(result.evidence().get(source));
    }

    private static List<TokenBatch> batches(Corpus corpus, Tokenizer tokenizer) {
        List<TokenBatch> batches = new ArrayList<>();
        try (ContextCutter cutter = cutter(corpus, tokenizer)) {
            Batcher batcher = new Batcher(cutter, BATCH_CONTEXTS, OptionalLong.empty());
            for (TokenBatch batch = batcher.next(); batch != null; batch = batcher.next()) {
                batches.add(batch);
            }
        }
        return batches;
    }

    private static void add(HookedModel model, TokenBatch batch, int layer, Signs signs) {
        HookPoint gate = HookPoint.mlpPre(layer);
        HookPoint input = HookPoint.mlpPreLinear(layer);
        HookPoint neurons = HookPoint.mlpPost(layer);
        Map<HookPoint, Activations> shown = new HashMap<>();
        model.run(batch, Set.of(gate, input, neurons), (point, activations) -> {
            shown.put(point, activations);
            if (point.equals(neurons)) {
                signs.add(
                        Objects.requireNonNull(shown.get(gate)), Objects.requireNonNull(shown.get(input)), activations);
            }
        });
    }
}
