package org.featurescope.db.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.core.evidence.FeatureStatistics;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.Neighbour;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.core.evidence.MaximaBins;
import org.featurescope.core.evidence.TokenLookup;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.store.FeatureRow;
import org.featurescope.db.store.SampleRun;
import org.jspecify.annotations.Nullable;

/** Evidence with all that evidence can have, in contexts of {@link SampleRun}'s corpus. */
public final class RandomEvidence {

    private final Random random;
    private final int contexts;
    private final int positions;

    /** @param positions of a context: peaks stand there */
    private RandomEvidence(Random random, int contexts, int positions) {
        this.positions = positions;
        this.random = random;
        this.contexts = contexts;
    }

    /** With its weights, of which none is absent. */
    public static FeatureRow feature(Random random, int index, int contexts, int labels) {
        RandomEvidence some = new RandomEvidence(random, contexts, SampleRun.CONTEXT_TOKENS);
        FeatureStatistics statistics = new FeatureStatistics(5, 3, 2.5f, -1, some.number(), 1.5, 0.25, 3.0);
        FeatureEvidence evidence = new FeatureEvidence(
                index, statistics, some.histogram(), some.labels(labels), some.groups(), some.lookup());
        return new FeatureRow(
                evidence,
                new FeatureWeights(
                        index, 1.5, 2.5, 0.125, some.logits(), some.neighbours("0-mlp"), some.neighbours("1-mlp")));
    }

    /** One feature with nothing but these. */
    public static FeatureRow withTop(List<Example> examples) {
        FeatureStatistics statistics = new FeatureStatistics(2, 2, 2, 0, 0.5, 0.5, null, null);
        ExampleGroup top = new ExampleGroup(GroupKind.TOP, 0, 0, Float.POSITIVE_INFINITY, 2, 2, examples);
        DyadicHistogram histogram = new DyadicHistogram(0, 0, new long[] {1, 1});
        return new FeatureRow(new FeatureEvidence(0, statistics, histogram, List.of(), List.of(top), null), null);
    }

    /** Parts of it may be absent. */
    static StoredEvidence stored(Random random, int index) {
        RandomEvidence some = new RandomEvidence(random, 1 + random.nextInt(100_000), 200);
        return new StoredEvidence(
                some.groups(),
                some.labels(random.nextInt(5)),
                some.maybe(some::lookup),
                some.maybe(() -> some.weights(index)));
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private double number() {
        return random.nextGaussian() * Math.pow(10, random.nextInt(6) - 3);
    }

    private long count() {
        return random.nextLong() >>> 1 + random.nextInt(63);
    }

    private DyadicHistogram histogram() {
        long[] counts = random.longs(1 + random.nextInt(128), 0, 1 << 20).toArray();
        return new DyadicHistogram(random.nextInt(60) - 40, random.nextInt(256) - 128, counts);
    }

    private <T> List<T> some(int most, Supplier<T> value) {
        return IntStream.range(0, random.nextInt(most + 1))
                .mapToObj(i -> value.get())
                .toList();
    }

    /** Contexts of one group differ; several groups share some, with the same peak or, like the bottom, another. */
    private List<ExampleGroup> groups() {
        List<Example> pool = some(20, this::example);
        List<ExampleGroup> groups = new ArrayList<>();
        for (GroupKind kind : GroupKind.values()) {
            List<Example> members = pool.stream()
                    .filter(example -> random.nextInt(3) == 0)
                    .map(example -> kind == GroupKind.BOTTOM ? otherPeak(example) : example)
                    .map(this::maybeRepeated)
                    .toList();
            if (!members.isEmpty()) {
                float low = kind == GroupKind.BOTTOM ? Float.NEGATIVE_INFINITY : (float) number();
                groups.add(new ExampleGroup(
                        kind, random.nextInt(300), low, Float.POSITIVE_INFINITY, count(), count(), members));
            }
        }
        return groups;
    }

    private long context() {
        return SampleRun.contextId(random.nextInt(contexts));
    }

    private Example example() {
        float[] activations = new float[1 + random.nextInt(200)];
        double share = random.nextDouble();
        for (int i = 0; i < activations.length; i++) {
            activations[i] = random.nextDouble() < share ? (float) number() : 0;
        }
        return new Example(
                context(),
                random.nextInt(Math.min(activations.length, positions)),
                (float) number(),
                ActivationFormat.encode(activations));
    }

    private Example otherPeak(Example example) {
        return new Example(example.context(), random.nextInt(128), (float) number(), example.activations());
    }

    private Example maybeRepeated(Example example) {
        return random.nextInt(4) > 0
                ? example
                : new Example(
                        example.context(),
                        example.peakPosition(),
                        example.peak(),
                        example.activations(),
                        some(5, () -> new Example.Repeat(context(), random.nextInt(128), (float) number())));
    }

    private List<LabelEvidence> labels(int count) {
        return IntStream.range(0, count)
                .mapToObj(label -> new LabelEvidence(label, maxima(), maybe(() -> (double) random.nextFloat())))
                .toList();
    }

    private MaximaBins maxima() {
        long[] counts = new long[MaximaBins.BINS];
        for (int i = random.nextInt(counts.length); i < counts.length && random.nextInt(8) > 0; i++) {
            counts[i] = random.nextInt(3) == 0 ? 0 : count();
        }
        return new MaximaBins(random.nextInt(60) - 30, count(), count(), counts);
    }

    private TokenLookup lookup() {
        return new TokenLookup(
                random.nextDouble(),
                some(10, () -> new TokenLookup.Entry(random.nextInt(100_000), number(), count())),
                count(),
                count());
    }

    private FeatureWeights weights(int index) {
        return new FeatureWeights(
                index,
                maybe(this::number),
                maybe(this::number),
                maybe(this::number),
                maybe(this::logits),
                neighbours("0-mlp"),
                neighbours("1-resid-post-topk"));
    }

    private LogitEffects logits() {
        return new LogitEffects(some(10, this::effect), some(10, this::effect), histogram());
    }

    private TokenEffect effect() {
        return new TokenEffect(random.nextInt(100_000), (float) number());
    }

    private List<Neighbour> neighbours(String source) {
        return some(
                10,
                () -> new Neighbour(
                        random.nextBoolean() ? source : "2-mlp", random.nextInt(100_000), (float) number()));
    }
}
