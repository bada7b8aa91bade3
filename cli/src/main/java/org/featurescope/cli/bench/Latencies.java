package org.featurescope.cli.bench;

/** How long requests took, in counts by time, so that any number of them takes the same room. For one thread at a time. */
final class Latencies {

    private static final int PER_OCTAVE = 16;
    private static final int OCTAVES = 32;
    private static final double SMALLEST_SECONDS = 1e-6;

    private final long[] counts = new long[PER_OCTAVE * OCTAVES];
    private long count;

    void add(double seconds) {
        double octaves = Math.log(Math.max(seconds, SMALLEST_SECONDS) / SMALLEST_SECONDS) / Math.log(2);
        counts[Math.min(counts.length - 1, (int) (octaves * PER_OCTAVE))]++;
        count++;
    }

    /**
     * The time that a share of requests took at most, in seconds; at most 4.5 % too long.
     *
     * @return NaN when there was none
     */
    double percentile(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long wanted = Math.max(1, (long) Math.ceil(share * count));
        int bin = 0;
        for (long seen = counts[0]; seen < wanted; seen += counts[bin]) {
            bin++;
        }
        return SMALLEST_SECONDS * Math.pow(2, (bin + 1.0) / PER_OCTAVE);
    }
}
