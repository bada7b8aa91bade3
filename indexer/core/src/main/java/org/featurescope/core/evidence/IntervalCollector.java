package org.featurescope.core.evidence;

import static org.featurescope.core.evidence.DyadicHistogram.MAX_BINS;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For each feature, {@code m} contexts sampled uniformly from those whose maximum lies in each of {@code n} evenly spaced ranges
 * from 0 to the largest maximum, which is known only at the end: see {@link IntervalReservoir}. Contexts whose maximum is not
 * above 0 are in none.
 */
final class IntervalCollector implements GroupCollector<IntervalCollector> {

    private final int firstFeature;
    private final long seed;
    private final int intervals;
    private final int m;
    private final ContextMaxima maxima;
    private final @Nullable IntervalReservoir[] reservoirs;

    /** By feature and in it by bin, what {@link IntervalReservoir#coarse} of a priority must not exceed. */
    private final int[] bars;

    /** @param m at least 1 */
    IntervalCollector(int firstFeature, int features, long seed, int intervals, int m) {
        this.firstFeature = firstFeature;
        this.seed = seed;
        this.intervals = intervals;
        this.m = m;
        maxima = new ContextMaxima(features);
        reservoirs = new IntervalReservoir[features];
        bars = new int[features * MAX_BINS];
        Arrays.fill(bars, Integer.MAX_VALUE);
    }

    @Override
    public void accept(ContextTile tile, TileExamples examples) {
        long[] priorities = examples.priorities();
        for (int feature = 0; feature < reservoirs.length; feature++) {
            float maximum = tile.maximum[feature];
            if (maximum > 0) {
                raise(feature, maximum);
                int bin = maxima.add(feature, maximum);
                if (IntervalReservoir.coarse(priorities[feature]) <= bars[feature * MAX_BINS + bin]) {
                    offer(feature, priorities[feature], bin, examples);
                }
            }
        }
    }

    private void offer(int feature, long priority, int bin, TileExamples examples) {
        IntervalReservoir reservoir = reservoir(feature);
        if (reservoir.needs(priority, bin, maxima.scale(feature), window(feature))) {
            reservoir.add(priority, examples.atMaximum(feature));
            pruneIfDue(feature);
        } else {
            bars[feature * MAX_BINS + bin] = IntervalReservoir.coarse(priority); // nor any larger priority in this bin
        }
    }

    private IntervalReservoir reservoir(int feature) {
        IntervalReservoir reservoir = reservoirs[feature];
        if (reservoir == null) {
            reservoir = new IntervalReservoir(m);
            reservoirs[feature] = reservoir;
        }
        return reservoir;
    }

    private int window(int feature) {
        return IntervalReservoir.window(maxima.largest(feature), maxima.scale(feature), intervals);
    }

    private void pruneIfDue(int feature) {
        if (reservoir(feature).isDueForPruning()) {
            prune(feature);
        }
    }

    private void prune(int feature) {
        int[] bar = reservoir(feature).prune(maxima.scale(feature), window(feature));
        for (int bin = 0; bin < MAX_BINS; bin++) {
            bars[feature * MAX_BINS + bin] = Math.min(bars[feature * MAX_BINS + bin], bar[bin]);
        }
    }

    private void pruneAll() {
        for (int feature = 0; feature < reservoirs.length; feature++) {
            if (reservoirs[feature] != null) {
                prune(feature);
            }
        }
    }

    /** Bars stay valid while bins widen: what no window needed then, none needs later. */
    private void raise(int feature, float maximum) {
        int before = maxima.exponent(feature);
        maxima.raise(feature, maximum);
        int shift = maxima.exponent(feature) - before;
        if (shift > 0) {
            widenBars(feature * MAX_BINS, Math.min(shift, Integer.SIZE - 1));
        }
    }

    /** A wide bin has the largest bar of its narrow ones. */
    private void widenBars(int first, int shift) {
        int[] narrow = Arrays.copyOfRange(bars, first, first + MAX_BINS);
        int lastWide = MAX_BINS - 1 >> shift;
        Arrays.fill(bars, first, first + lastWide + 1, Integer.MIN_VALUE);
        Arrays.fill(bars, first + lastWide + 1, first + MAX_BINS, Integer.MAX_VALUE);
        for (int bin = 0; bin < MAX_BINS; bin++) {
            int wide = first + (bin >> shift);
            bars[wide] = Math.max(bars[wide], narrow[bin]);
        }
    }

    @Override
    public void merge(IntervalCollector other, int[] labels) {
        for (int feature = 0; feature < reservoirs.length; feature++) {
            raise(feature, other.maxima.largest(feature));
            IntervalReservoir more = other.reservoirs[feature];
            for (int i = 0; more != null && i < more.samples().size(); i++) {
                reservoir(feature)
                        .add(more.samples().priority(i), more.samples().example(i));
            }
            if (more != null) {
                pruneIfDue(feature);
            }
        }
        maxima.merge(other.maxima);
    }

    @Override
    public List<ExampleGroup> groups(int feature, Known known) {
        IntervalReservoir reservoir = reservoirs[feature];
        if (reservoir == null) {
            return List.of();
        }
        int exponent = Math.max(known.histogram().exponent(), maxima.exponent(feature));
        IntervalBounds bounds = IntervalBounds.of(maxima.largest(feature), exponent, intervals);
        List<ExampleGroup> groups = new ArrayList<>();
        for (int interval = 0; interval < intervals; interval++) {
            List<Example> sample = reservoir.sample(bounds, interval);
            if (!sample.isEmpty()) {
                groups.add(new ExampleGroup(
                        GroupKind.INTERVAL,
                        interval,
                        bounds.low(interval),
                        bounds.high(interval),
                        tokens(bounds, interval, known),
                        contexts(feature, bounds, interval),
                        sample));
            }
        }
        return groups;
    }

    private long contexts(int feature, IntervalBounds bounds, int interval) {
        int shift = bounds.exponent() - maxima.exponent(feature);
        return maxima.contexts(feature, bounds.firstBin(interval) << shift, bounds.endBin(interval) << shift);
    }

    /** Bin 0 holds the tokens at 0 too, which are in no interval. */
    private static long tokens(IntervalBounds bounds, int interval, Known known) {
        DyadicHistogram histogram = known.histogram();
        int shift = bounds.exponent() - histogram.exponent();
        int first = bounds.firstBin(interval) << shift;
        int end = bounds.endBin(interval) << shift;
        return first == 0
                ? known.activeTokens() - histogram.tokensFrom(end)
                : histogram.tokensFrom(first) - histogram.tokensFrom(end);
    }

    @Override
    public void write(DataOutput out, ExampleWriter examples) throws IOException {
        maxima.write(out);
        pruneAll(); // what is left depends on the contexts alone
        for (IntervalReservoir reservoir : reservoirs) {
            out.writeBoolean(reservoir != null);
            if (reservoir != null) {
                reservoir.samples().write(out, examples);
            }
        }
    }

    @Override
    public void read(DataInput in, ExampleReader examples) throws IOException {
        maxima.read(in);
        for (int feature = 0; feature < reservoirs.length; feature++) {
            if (in.readBoolean()) {
                reservoir(feature).samples().read(in, examples, SamplingPriority.of(seed, firstFeature + feature));
                pruneIfDue(feature);
            }
        }
    }
}
