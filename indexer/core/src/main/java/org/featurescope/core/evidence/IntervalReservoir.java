package org.featurescope.core.evidence;

import static org.featurescope.core.evidence.DyadicHistogram.MAX_BINS;

import java.util.Arrays;
import java.util.List;

/**
 * The contexts of one feature that an interval's sample may need, while it is not yet known where the intervals will lie.
 *
 * <p>In the end each interval wants the {@code m} contexts of the smallest priorities among those whose maximum falls in it. An
 * interval is a run of neighbouring bins; with {@code M} the largest maximum in bins and {@code n} intervals it has at least
 * {@code ⌊M/n⌋} of them, and at least one ({@link IntervalBounds}). A <em>window</em> is a run of {@code w} bins, {@code w} the
 * largest power of two that is at most {@code M/n}, or 1. A context is dropped when in every window that holds its bin there are
 * {@code m} contexts of smaller priority.
 *
 * <p><b>Nothing needed is lost.</b> When a context of bin {@code b} is dropped, let bins have width 1, and {@code w ≤ M/n} or
 * {@code w = 1}. In the end they have width {@code 2^k}, {@code k ≥ 0}, since bins only ever widen (in this feature's bins or to
 * those of its histogram), and the maximum is no smaller: {@code M' ≥ M/2^k} in wide bins. Let {@code I} be the final interval
 * of the context. If {@code 2^k ≥ w}, one wide bin of {@code I} alone spans {@code w} bins. Otherwise {@code w/2^k} is a whole
 * number and at most {@code M'/n}, so {@code I} has at least {@code w/2^k} wide bins, which span {@code w} bins. (Here it
 * matters that {@code w} is a power of two.) Either way {@code I} is a run of at least {@code w} bins with {@code b} among them,
 * so it contains a window that holds {@code b}. The {@code m} contexts of smaller priority in that window are in {@code I} too:
 * the dropped one is not in its sample.
 *
 * <p><b>It merges.</b> The argument asks only that those {@code m} contexts were seen, not that they were kept, nor where or
 * when they were seen. So what one part of a corpus drops, the whole does not need, and the union of what the parts kept holds
 * every sample. Whether {@code m} contexts of smaller priority were seen in a window can be told from those kept: the {@code m}
 * smallest of each window are. By the same argument with a window of today in place of {@code I}, what is left after
 * {@link #prune} depends on the set of contexts alone; what is kept until then differs with order and split.
 */
final class IntervalReservoir {

    /** Contexts are dropped in one go when there are half as many again as the last time. */
    private static final int FIRST_PRUNING = 32;

    private final int m;
    private final Samples samples = new Samples();
    private int nextPruning = FIRST_PRUNING;

    IntervalReservoir(int m) {
        this.m = m;
    }

    /**
     * The largest power of two that is at most the number of bins in an interval, or 1.
     *
     * @param scale bins in a unit of activation
     */
    static int window(float maximum, float scale, int intervals) {
        int bins = (int) ((double) maximum * scale / intervals);
        return Math.max(1, Integer.highestOneBit(bins));
    }

    Samples samples() {
        return samples;
    }

    void add(long priority, Example example) {
        samples.add(priority, example);
    }

    boolean isDueForPruning() {
        return samples.size() >= nextPruning;
    }

    /** Whether a context must be kept: in some window that holds its bin, fewer than m have a smaller priority. */
    boolean needs(long priority, int bin, float scale, int window) {
        int[] smaller = new int[2 * window - 1]; // by distance of the bin
        for (int i = 0; i < samples.size() && samples.priority(i) < priority; i++) {
            int distance = bin(i, scale) - bin + window - 1;
            if (distance >= 0 && distance < smaller.length) {
                smaller[distance]++;
            }
        }
        int inWindow = 0;
        int least = Integer.MAX_VALUE;
        for (int distance = 0; distance < smaller.length; distance++) {
            inWindow += smaller[distance] - (distance < window ? 0 : smaller[distance - window]);
            boolean isWhole = distance >= window - 1 && bin - (2 * (window - 1) - distance) >= 0;
            least = isWhole ? Math.min(least, inWindow) : least;
        }
        return least < m;
    }

    /**
     * Drops what is not needed.
     *
     * @return by bin, what {@link #coarse} of a priority must not exceed for a context to be needed
     */
    int[] prune(float scale, int window) {
        int[] inWindow = new int[MAX_BINS]; // by the window's first bin
        int[] bars = new int[MAX_BINS];
        Arrays.fill(bars, Integer.MAX_VALUE);
        samples.keep(i -> {
            int bin = bin(i, scale);
            boolean needed = false;
            for (int first = Math.max(0, bin - window + 1); first <= bin; first++) {
                if (inWindow[first] < m) {
                    needed = true;
                    if (++inWindow[first] == m) {
                        bars[first] = coarse(samples.priority(i));
                    }
                }
            }
            return needed;
        });
        nextPruning = Math.max(FIRST_PRUNING, samples.size() + samples.size() / 2);
        return largestOfWindows(bars, window);
    }

    private static int[] largestOfWindows(int[] byFirstBin, int window) {
        int[] byBin = new int[MAX_BINS];
        for (int bin = 0; bin < MAX_BINS; bin++) {
            int largest = byFirstBin[bin];
            for (int first = Math.max(0, bin - window + 1); first < bin; first++) {
                largest = Math.max(largest, byFirstBin[first]);
            }
            byBin[bin] = largest;
        }
        return byBin;
    }

    /** The upper half of a priority. */
    static int coarse(long priority) {
        return (int) (priority >> Integer.SIZE);
    }

    private int bin(int i, float scale) {
        return (int) (samples.peak(i) * scale); // exact: a power of two, and rounded down
    }

    /** The sample of one interval, smallest priority first. */
    List<Example> sample(IntervalBounds bounds, int interval) {
        return samples.examples().stream()
                .filter(example -> bounds.intervalOf(example.peak()) == interval)
                .limit(m)
                .toList();
    }
}
