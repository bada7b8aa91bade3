package org.featurescope.core.evidence;

import java.util.Arrays;

/**
 * The sum and the moments of each feature in one context. Powers are summed in fp32, of distances from a first guess at the mean
 * that are scaled to magnitudes of at most 2: no power is too large or too small for it, and a mean much larger than the
 * deviation takes no digits away. What the guess is off the mean is put right in fp64.
 */
final class ContextMoments {

    /** After so many rows sums go on in fp64, so that rounding errors of fp32 stay few. */
    private static final int ROWS_AT_ONCE = 256;

    private static final int MAX_SCALE_EXPONENT = 126;
    private static final int FLOAT_BIAS = 127;
    private static final int SIGNIFICAND_BITS = 23;
    private static final int POWERS = 4;

    private final int features;
    private final float[] guess;
    private final float[] scale;
    private final float[] distances;
    private final float[][] some;
    /** By power, of the distances as scaled. */
    private final double[][] powers;

    ContextMoments(int features) {
        this.features = features;
        guess = new float[features];
        scale = new float[features];
        distances = new float[features];
        some = new float[POWERS][features];
        powers = new double[POWERS][features];
    }

    /** Adds what a context holds of the features that are not 0 throughout it. */
    void addTo(FixedPointSums sums, Moments moments, ContextTile tile) {
        for (int i = 0; i < tile.nonZeros; i++) {
            setScale(tile.nonZero[i], tile);
        }
        for (double[] power : powers) {
            Arrays.fill(power, 0);
        }
        if (tile.isDense()) {
            sumAll(tile);
        } else {
            sumNonZero(tile);
        }
        for (int i = 0; i < tile.nonZeros; i++) {
            add(tile.nonZero[i], tile.rows, sums, moments);
        }
    }

    private void setScale(int feature, ContextTile tile) {
        float low = tile.minimum[feature];
        float high = tile.maximum[feature];
        float mean = tile.sum[feature] / tile.rows;
        guess[feature] = mean > low && mean < high ? mean : low; // all equal, or the sum is infinite
        int exponent = Math.max(-MAX_SCALE_EXPONENT, Math.min(Math.getExponent(high - low), MAX_SCALE_EXPONENT));
        scale[feature] = Float.intBitsToFloat(FLOAT_BIAS - exponent << SIGNIFICAND_BITS);
    }

    private void sumAll(ContextTile tile) {
        for (int first = 0; first < tile.rows; first += ROWS_AT_ONCE) {
            for (float[] power : some) {
                Arrays.fill(power, 0);
            }
            for (int row = first; row < Math.min(tile.rows, first + ROWS_AT_ONCE); row++) {
                RowLoops.addDistances(tile.values[row], guess, scale, distances, some[0], some[1]);
                RowLoops.addHighPowers(distances, some[2], some[3]);
            }
            for (int power = 0; power < POWERS; power++) {
                addSome(some[power], powers[power]);
            }
        }
    }

    private static void addSome(float[] some, double[] all) {
        for (int feature = 0; feature < all.length; feature++) {
            all[feature] += some[feature];
        }
    }

    /** As if all were 0 to begin with. */
    private void sumNonZero(ContextTile tile) {
        for (int i = 0; i < tile.nonZeros; i++) {
            int feature = tile.nonZero[i];
            addPowers(feature, 0, tile.rows);
        }
        for (int entry = 0; entry < tile.entries.count; entry++) {
            int feature = tile.entries.feature[entry];
            addPowers(feature, tile.entries.value[entry], 1);
            addPowers(feature, 0, -1);
        }
    }

    private void addPowers(int feature, float value, int times) {
        double d = (value - guess[feature]) * (double) scale[feature];
        double square = d * d;
        powers[0][feature] += times * d;
        powers[1][feature] += times * square;
        powers[2][feature] += times * square * d;
        powers[3][feature] += times * square * square;
    }

    private void add(int feature, int rows, FixedPointSums sums, Moments moments) {
        double unit = 1.0 / scale[feature];
        double off = powers[0][feature] / rows;
        double sum2 = powers[1][feature];
        double sum3 = powers[2][feature];
        double central2 = Math.max(0, sum2 - rows * off * off);
        double central3 = sum3 - off * (3 * sum2 - 2 * rows * off * off);
        double central4 = powers[3][feature] - off * (4 * sum3 - off * (6 * sum2 - 3 * rows * off * off));
        double mean = guess[feature] + off * unit;
        double unit2 = unit * unit;
        sums.add(feature, mean * rows);
        moments.add(feature, rows, mean, central2 * unit2, central3 * unit2 * unit, central4 * unit2 * unit2);
    }
}
