package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** For each feature {@code m} contexts sampled uniformly from all: those with the smallest {@link SamplingPriority}. */
final class RandomCollector implements GroupCollector<RandomCollector> {

    private final int firstFeature;
    private final long seed;
    private final int m;
    private final Samples[] samples;

    /** Only a smaller priority can enter: that of the last sample, once there are m. */
    private final long[] bar;

    /** @param m at least 1 */
    RandomCollector(int firstFeature, int features, long seed, int m) {
        this.firstFeature = firstFeature;
        this.seed = seed;
        this.m = m;
        samples = new Samples[features];
        Arrays.setAll(samples, feature -> new Samples(m + 1));
        bar = new long[features];
        Arrays.fill(bar, Long.MAX_VALUE);
    }

    @Override
    public void accept(ContextTile tile, TileExamples examples) {
        long[] priorities = examples.priorities();
        for (int feature = 0; feature < bar.length; feature++) {
            if (priorities[feature] < bar[feature]) {
                add(feature, priorities[feature], examples.atMaximum(feature));
            }
        }
    }

    private void add(int feature, long priority, Example example) {
        Samples some = samples[feature];
        some.add(priority, example);
        some.keep(rank -> rank < m);
        if (some.size() == m) {
            bar[feature] = some.priority(m - 1);
        }
    }

    @Override
    public void merge(RandomCollector other, int[] labels) {
        for (int feature = 0; feature < bar.length; feature++) {
            Samples more = other.samples[feature];
            for (int i = 0; i < more.size(); i++) {
                add(feature, more.priority(i), more.example(i));
            }
        }
    }

    /** Smallest priority first, so that the first few are a uniform sample too. */
    @Override
    public List<ExampleGroup> groups(int feature, Known known) {
        return List.of(new ExampleGroup(
                GroupKind.RANDOM,
                0,
                Float.NEGATIVE_INFINITY,
                Float.POSITIVE_INFINITY,
                known.labels().tokens(),
                known.labels().contexts(),
                samples[feature].examples()));
    }

    @Override
    public void write(DataOutput out, ExampleWriter examples) throws IOException {
        for (Samples some : samples) {
            some.write(out, examples);
        }
    }

    @Override
    public void read(DataInput in, ExampleReader examples) throws IOException {
        for (int feature = 0; feature < bar.length; feature++) {
            Samples some = new Samples();
            some.read(in, examples, SamplingPriority.of(seed, firstFeature + feature));
            for (int i = 0; i < some.size(); i++) {
                add(feature, some.priority(i), some.example(i));
            }
        }
    }
}
