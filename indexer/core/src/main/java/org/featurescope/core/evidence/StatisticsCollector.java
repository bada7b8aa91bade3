package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Per feature: sum, maximum and minimum over all counted tokens. */
final class StatisticsCollector implements TileCollector<StatisticsCollector> {

    /**
     * Sums are whole multiples of 2⁻²⁴, so that adding them is exact and the order of contexts cannot show. A context
     * contributes a rounding error of at most 2⁻²⁵ and that of its own 32-bit sum; sums reach 5.5·10¹¹.
     */
    private static final double SUM_SCALE = 0x1p24;

    private final long[] sum;
    private final float[] maximum;
    private final float[] minimum;
    private long tokens;

    StatisticsCollector(int features) {
        sum = new long[features];
        maximum = new float[features];
        minimum = new float[features];
        Arrays.fill(maximum, Float.NEGATIVE_INFINITY);
        Arrays.fill(minimum, Float.POSITIVE_INFINITY);
    }

    @Override
    public void accept(ContextTile tile) {
        tokens += tile.rows;
        for (int feature = 0; feature < sum.length; feature++) {
            sum[feature] = Math.addExact(sum[feature], Math.round(tile.sum[feature] * SUM_SCALE));
            maximum[feature] = Math.max(maximum[feature], tile.maximum[feature]);
            minimum[feature] = Math.min(minimum[feature], tile.minimum[feature]);
        }
    }

    @Override
    public void merge(StatisticsCollector other, int[] labels) {
        tokens += other.tokens;
        for (int feature = 0; feature < sum.length; feature++) {
            sum[feature] = Math.addExact(sum[feature], other.sum[feature]);
            maximum[feature] = Math.max(maximum[feature], other.maximum[feature]);
            minimum[feature] = Math.min(minimum[feature], other.minimum[feature]);
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(tokens);
        EvidenceState.writeLongs(out, sum);
        EvidenceState.writeFloats(out, maximum);
        EvidenceState.writeFloats(out, minimum);
    }

    @Override
    public void read(DataInput in) throws IOException {
        tokens = in.readLong();
        EvidenceState.readLongs(in, sum);
        EvidenceState.readFloats(in, maximum);
        EvidenceState.readFloats(in, minimum);
    }

    long tokens() {
        return tokens;
    }

    float maximum(int feature) {
        return maximum[feature];
    }

    float minimum(int feature) {
        return minimum[feature];
    }

    double mean(int feature) {
        return sum[feature] / SUM_SCALE / tokens;
    }
}
