package org.featurescope.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.RandomActivations.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All groups at once, beside {@link PlainExamples}, whatever the order, the blocks and the shards. */
class ExampleCollectorTest {

    /** Few texts, so that there are many near-duplicates. */
    private static final PeakText TEXT = (context, position) -> context.tokenIds()[position] % 12;

    private static final EvidenceSettings SETTINGS = new EvidenceSettings(4, 11, 3, 6, 2, 99);

    private record Corpus(
            RandomActivations activations,
            SourceShape shape,
            EvidenceSettings settings,
            Map<Context, float[][]> gates,
            Map<Context, float[][]> inputs) {

        static Corpus plain(Random random, int contexts, int features, EvidenceSettings settings) {
            return new Corpus(
                    new RandomActivations(random, contexts, features),
                    new SourceShape(features, true, false),
                    settings,
                    Map.of(),
                    Map.of());
        }

        /** SiLU of the gate, some gates so negative that it underflows, times the input. */
        static Corpus gated(Random random, int contexts, int features, EvidenceSettings settings) {
            RandomActivations activations = new RandomActivations(random, contexts, features);
            Map<Context, float[][]> gates = new IdentityHashMap<>();
            Map<Context, float[][]> inputs = new IdentityHashMap<>();
            for (Context context : activations.contexts()) {
                float[][] gate = new float[context.counted().length][features];
                float[][] input = new float[context.counted().length][features];
                for (int position = 0; position < gate.length; position++) {
                    for (int feature = 0; feature < features; feature++) {
                        float g = (float) random.nextGaussian() * (random.nextInt(10) == 0 ? 200 : 1);
                        float x = (float) random.nextGaussian();
                        gate[position][feature] = g;
                        input[position][feature] = x;
                        context.activations()[position][feature] = g / (1 + (float) Math.exp(-g)) * x;
                    }
                }
                gates.put(context, gate);
                inputs.put(context, input);
            }
            return new Corpus(activations, new SourceShape(features, true, true), settings, gates, inputs);
        }

        List<Context> contexts() {
            return activations.contexts();
        }

        EvidenceCollector collect(List<Context> contexts, Random random) {
            EvidenceCollector collector = new EvidenceCollector(shape, settings, TEXT);
            feed(collector, contexts, random);
            return collector;
        }

        /** In random order, in blocks of random size. */
        void feed(EvidenceCollector collector, List<Context> contexts, Random random) {
            List<Context> shuffled = new ArrayList<>(contexts);
            Collections.shuffle(shuffled, random);
            for (int from = 0; from < shuffled.size(); ) {
                int to = Math.min(shuffled.size(), from + 1 + random.nextInt(9));
                List<Context> some = shuffled.subList(from, to);
                collector.accept(
                        activations.block(some),
                        shape.gated()
                                ? activations.block(
                                        some.stream().map(this::gate).toList())
                                : null);
                from = to;
            }
        }

        private Context gate(Context context) {
            return new Context(
                    context.contextNo(),
                    context.label(),
                    context.tokenIds(),
                    context.counted(),
                    Objects.requireNonNull(gates.get(context)));
        }

        void assertEvidence(EvidenceCollector collector) {
            for (int feature = 0; feature < shape.features(); feature++) {
                FeatureEvidence evidence = collector.feature(feature);
                PlainExamples plain = new PlainExamples(contexts(), gates, inputs, feature, shape, settings, TEXT);
                assertThat(evidence.groups())
                        .as("feature %d", feature)
                        .isEqualTo(plain.groups(evidence.histogram().exponent()));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void choosesWhatAPlainComputationChooses(long seed) {
        Random random = new Random(seed);
        Corpus corpus = Corpus.plain(random, 150, 140, SETTINGS);

        corpus.assertEvidence(corpus.collect(corpus.contexts(), random));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void tellsTheSignCasesOfGatedNeuronsApart(long seed) {
        Random random = new Random(seed);
        Corpus corpus = Corpus.gated(random, 150, 12, SETTINGS);

        EvidenceCollector collector = corpus.collect(corpus.contexts(), random);

        corpus.assertEvidence(collector);
        assertThat(signCases(collector, 0)).hasSize(4);
        assertThat(signCases(collector, 0).stream()
                        .mapToLong(ExampleGroup::tokens)
                        .sum())
                .as("every token is in one case")
                .isEqualTo(collector.tokens());
    }

    private static List<ExampleGroup> signCases(EvidenceCollector collector, int feature) {
        return collector.feature(feature).groups().stream()
                .filter(group -> group.kind() == GroupKind.SIGN_CASE)
                .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void choosesTheSameFromShardsMergedInAnyOrder(long seed) {
        Random random = new Random(seed);
        Corpus corpus = Corpus.gated(random, 200, 12, SETTINGS);
        List<EvidenceCollector> shards = new ArrayList<>();
        for (List<Context> shard : shards(corpus.contexts(), 6, random)) {
            shards.add(corpus.collect(shard, random));
        }

        while (shards.size() > 1) {
            Collections.shuffle(shards, random);
            EvidenceCollector merged = shards.remove(0);
            merged.merge(shards.remove(0));
            shards.add(merged);
        }

        corpus.assertEvidence(shards.get(0));
    }

    private static List<List<Context>> shards(List<Context> contexts, int count, Random random) {
        List<List<Context>> shards = IntStream.range(0, count)
                .<List<Context>>mapToObj(i -> new ArrayList<>())
                .toList();
        contexts.forEach(context -> shards.get(random.nextInt(count)).add(context));
        return shards;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32})
    void goesOnFromItsStateAsIfNothingHadHappened(long seed) throws IOException {
        Random random = new Random(seed);
        Corpus corpus = Corpus.gated(random, 200, 12, SETTINGS);
        List<List<Context>> shards = shards(corpus.contexts(), 4, random);
        EvidenceCollector uninterrupted = corpus.collect(List.of(), random);
        EvidenceCollector interrupted = corpus.collect(List.of(), random);

        for (List<Context> shard : shards) {
            corpus.feed(uninterrupted, shard, random);
            corpus.feed(interrupted, shard, random);
            interrupted =
                    EvidenceCollector.read(new DataInputStream(new ByteArrayInputStream(bytes(interrupted))), TEXT);
        }

        corpus.assertEvidence(interrupted);
        for (int feature = 0; feature < 12; feature++) {
            assertThat(interrupted.feature(feature).groups())
                    .isEqualTo(uninterrupted.feature(feature).groups());
        }
    }

    private static byte[] bytes(EvidenceCollector collector) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        collector.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Test
    void groupsThatShareAContextShareItsBytesAlsoAfterReading() throws IOException {
        Corpus corpus = Corpus.plain(new Random(41), 40, 5, SETTINGS);
        EvidenceCollector collector = corpus.collect(corpus.contexts(), new Random(42));

        assertSharesBytes(collector);
        assertSharesBytes(
                EvidenceCollector.read(new DataInputStream(new ByteArrayInputStream(bytes(collector))), TEXT));
    }

    private static void assertSharesBytes(EvidenceCollector collector) {
        Map<Long, byte[]> byContext = new HashMap<>();
        int shared = 0;
        for (ExampleGroup group : collector.feature(4).groups()) {
            for (Example example : group.examples()) {
                byte[] first = byContext.putIfAbsent(example.context(), example.activations());
                if (first != null) {
                    assertThat(example.activations()).isSameAs(first);
                    shared++;
                }
            }
        }
        assertThat(shared).isGreaterThan(5);
    }

    @Test
    void keepsEverythingWhenMoreIsAskedForThanThereIs() {
        Random random = new Random(51);
        Corpus corpus = Corpus.plain(random, 30, 12, new EvidenceSettings(500, 3, 500, 500, 500, -1));

        EvidenceCollector collector = corpus.collect(corpus.contexts(), random);

        corpus.assertEvidence(collector);
        assertThat(collector.feature(5).group(GroupKind.RANDOM, 0).orElseThrow().examples())
                .hasSize((int) collector.contexts());
    }

    @Test
    void leavesOutGroupsThatAreNotAskedFor() {
        Random random = new Random(61);
        Corpus corpus = Corpus.plain(random, 30, 6, new EvidenceSettings(3, 11, 0, 0, 0, 0));

        assertThat(corpus.collect(corpus.contexts(), random).feature(4).groups())
                .extracting(ExampleGroup::kind)
                .containsExactly(GroupKind.TOP, GroupKind.BOTTOM);
    }

    @Test
    void aFeatureThatIsNeverActiveHasRandomContextsOnly() {
        Random random = new Random(71);
        Corpus corpus = Corpus.plain(random, 30, 6, SETTINGS);

        List<ExampleGroup> groups =
                corpus.collect(corpus.contexts(), random).feature(0).groups();

        assertThat(groups).extracting(ExampleGroup::kind).containsExactly(GroupKind.RANDOM);
        assertThat(groups.get(0).examples())
                .allSatisfy(example -> assertThat(example.peak()).isZero());
    }

    @Test
    void aFeatureThatIsNeverPositiveHasABottomAndRandomContexts() {
        Random random = new Random(81);
        Corpus corpus = Corpus.plain(random, 60, 6, SETTINGS);

        assertThat(corpus.collect(corpus.contexts(), random).feature(3).groups())
                .extracting(ExampleGroup::kind)
                .containsExactly(GroupKind.BOTTOM, GroupKind.RANDOM);
    }

    @Test
    void aLatentThatIsActiveInOneContextHasItInEveryGroup() {
        Random random = new Random(91);
        RandomActivations activations = new RandomActivations(random, 50, 1);
        Context only = activations.contexts().stream()
                .filter(context -> context.counted().length > 3
                        && context.counted()[2]
                        && context.label().name() != null)
                .findFirst()
                .orElseThrow();
        only.activations()[2][0] = 3.5f;
        Corpus corpus = new Corpus(activations, new SourceShape(1, false, false), SETTINGS, Map.of(), Map.of());

        EvidenceCollector collector = corpus.collect(corpus.contexts(), random);

        corpus.assertEvidence(collector);
        List<ExampleGroup> groups = collector.feature(0).groups();
        assertThat(groups)
                .extracting(ExampleGroup::kind)
                .containsExactly(GroupKind.TOP, GroupKind.INTERVAL, GroupKind.RANDOM, GroupKind.LABEL);
        assertThat(groups.get(1).number()).isEqualTo(10);
        assertThat(groups.get(1).high()).isEqualTo(3.5f);
        assertThat(groups.get(1).examples().get(0).context()).isEqualTo(only.id());
    }

    @Test
    void threeHundredLabelsStayApart() {
        Random random = new Random(101);
        RandomActivations activations = new RandomActivations(random, 700, 6);
        List<Context> labelled = activations.contexts();
        for (int i = 0; i < labelled.size(); i++) {
            Context c = labelled.get(i);
            String name = i % 7 == 0 ? null : "label " + random.nextInt(300);
            labelled.set(
                    i,
                    new Context(
                            c.contextNo(),
                            new Label(random.nextInt(2), name),
                            c.tokenIds(),
                            c.counted(),
                            c.activations()));
        }
        Corpus corpus = new Corpus(activations, new SourceShape(6, true, false), SETTINGS, Map.of(), Map.of());
        EvidenceCollector collector = corpus.collect(labelled.subList(0, 350), random);
        collector.merge(corpus.collect(labelled.subList(350, 700), random));

        corpus.assertEvidence(collector);
        assertThat(collector.labels().size()).isGreaterThan(300);
    }

    @Test
    void fiveHundredCopiesOfADocumentAreOneExampleWithAHundredRepeats() {
        Random random = new Random(111);
        RandomActivations activations = new RandomActivations(random, 600, 6);
        List<Context> contexts = activations.contexts();
        Context copied = contexts.stream()
                .filter(context -> context.counted().length > 8 && context.counted()[4])
                .findFirst()
                .orElseThrow();
        copied.activations()[4][5] = 100;
        for (int i = 100; i < 600; i++) {
            contexts.set(i, new Context(i, copied.label(), copied.tokenIds(), copied.counted(), copied.activations()));
        }
        Corpus corpus = new Corpus(activations, new SourceShape(6, true, false), SETTINGS, Map.of(), Map.of());

        List<EvidenceCollector> shards = shards(contexts, 3, random).stream()
                .map(shard -> corpus.collect(shard, random))
                .toList();
        EvidenceCollector collector = shards.get(2);
        collector.merge(shards.get(0));
        collector.merge(shards.get(1));

        corpus.assertEvidence(collector);
        List<Example> top = collector.feature(5).top();
        assertThat(top).hasSize(SETTINGS.topK());
        assertThat(top.get(0).repeats()).hasSize(100);
        assertThat(top.get(1).peak()).as("another text").isNotEqualTo(100);
    }
}
