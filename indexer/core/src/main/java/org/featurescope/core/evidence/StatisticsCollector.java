package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Per feature over all counted tokens: maximum, minimum, mean and moments, and the contexts in which it is active. Of contexts in
 * which a feature is 0 throughout only its extremes are kept: the tokens that are missing in its moments are zeros.
 */
final class StatisticsCollector implements TileCollector<StatisticsCollector> {

    private final long[] activeContexts;
    private final float[] maximum;
    private final float[] minimum;
    private final FixedPointSums sums;
    private final Moments moments;
    private final ContextMoments ofContext;

    StatisticsCollector(int features) {
        activeContexts = new long[features];
        maximum = new float[features];
        minimum = new float[features];
        sums = new FixedPointSums(features);
        moments = new Moments(features);
        ofContext = new ContextMoments(features);
        Arrays.fill(maximum, Float.NEGATIVE_INFINITY);
        Arrays.fill(minimum, Float.POSITIVE_INFINITY);
    }

    @Override
    public void accept(ContextTile tile) {
        RowLoops.max(tile.maximum, maximum);
        RowLoops.min(tile.minimum, minimum);
        for (int i = 0; i < tile.nonZeros; i++) {
            activeContexts[tile.nonZero[i]] += tile.maximum[tile.nonZero[i]] > 0 ? 1 : 0;
        }
        if (tile.nonZeros > 0) {
            ofContext.addTo(sums, moments, tile);
        }
    }

    @Override
    public void merge(StatisticsCollector other, int[] labels) {
        RowLoops.max(other.maximum, maximum);
        RowLoops.min(other.minimum, minimum);
        for (int feature = 0; feature < activeContexts.length; feature++) {
            activeContexts[feature] += other.activeContexts[feature];
        }
        sums.merge(other.sums);
        moments.merge(other.moments);
    }

    /**
     * @param activeTokens above 0
     * @param tokens counted
     */
    FeatureStatistics statistics(int feature, long activeTokens, long tokens) {
        boolean varies = maximum[feature] > minimum[feature];
        Moments all = moments.withZeros(feature, tokens - moments.count(feature));
        return new FeatureStatistics(
                activeTokens,
                activeContexts[feature],
                maximum[feature],
                minimum[feature],
                sums.get(feature) / tokens,
                all.standardDeviation(0),
                varies ? all.skewness(0) : null,
                varies ? all.kurtosis(0) : null);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        EvidenceState.writeLongs(out, activeContexts);
        EvidenceState.writeFloats(out, maximum);
        EvidenceState.writeFloats(out, minimum);
        sums.write(out);
        moments.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        EvidenceState.readLongs(in, activeContexts);
        EvidenceState.readFloats(in, maximum);
        EvidenceState.readFloats(in, minimum);
        sums.read(in);
        moments.read(in);
    }
}
