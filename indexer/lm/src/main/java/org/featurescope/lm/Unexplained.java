package org.featurescope.lm;

import java.util.OptionalDouble;

/** Sums from which the fraction of variance unexplained follows. */
final class Unexplained {

    private final double[] sum;
    private double squaredError;
    private double squares;
    private long tokens;

    Unexplained(int width) {
        sum = new double[width];
    }

    /** @param sums the squared error, the sum of squares, then the sum of each dimension */
    void add(double[] sums, int ofTokens) {
        squaredError += sums[0];
        squares += sums[1];
        for (int i = 0; i < sum.length; i++) {
            sum[i] += sums[2 + i];
        }
        tokens += ofTokens;
    }

    long tokens() {
        return tokens;
    }

    /** Empty while there is no variance. */
    OptionalDouble fraction() {
        double ofMean = 0;
        for (double one : sum) {
            ofMean += one * one / Math.max(1, tokens);
        }
        double variance = squares - ofMean;
        return variance > 0 ? OptionalDouble.of(squaredError / variance) : OptionalDouble.empty();
    }
}
