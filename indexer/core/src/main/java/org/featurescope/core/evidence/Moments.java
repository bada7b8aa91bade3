package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * For each of some sets of values its count, its mean, and the sums of the second to fourth powers of the distances from the mean.
 * Disjoint sets are combined by the formulas of P. Pébay, <i>Formulas for robust, one-pass parallel computation of covariances
 * and arbitrary-order statistical moments</i>, Sandia report SAND2008-6212 (2008), section 3.
 */
final class Moments {

    private final long[] count;
    private final double[] mean;
    private final double[] sum2;
    private final double[] sum3;
    private final double[] sum4;

    Moments(int sets) {
        count = new long[sets];
        mean = new double[sets];
        sum2 = new double[sets];
        sum3 = new double[sets];
        sum4 = new double[sets];
    }

    /** One of the sets with some zeros more. */
    Moments withZeros(int set, long zeros) {
        Moments one = new Moments(1);
        one.add(0, count[set], mean[set], sum2[set], sum3[set], sum4[set]);
        one.add(0, zeros, 0, 0, 0, 0);
        return one;
    }

    /** Adds a set, given by its own count, mean and sums of powers. */
    void add(int set, long moreCount, double moreMean, double more2, double more3, double more4) {
        if (moreCount == 0) {
            return;
        }
        double a = count[set];
        double b = moreCount;
        double n = a + b;
        double delta = (moreMean - mean[set]) / n;
        double square = delta * delta;
        double between = square * n * a * b;
        sum4[set] += more4
                + square * between * (a * a - a * b + b * b)
                + 6 * square * (a * a * more2 + b * b * sum2[set])
                + 4 * delta * (a * more3 - b * sum3[set]);
        sum3[set] += more3 + delta * between * (a - b) + 3 * delta * (a * more2 - b * sum2[set]);
        sum2[set] += more2 + between;
        mean[set] += b * delta;
        count[set] += moreCount;
    }

    void merge(Moments other) {
        for (int set = 0; set < count.length; set++) {
            add(set, other.count[set], other.mean[set], other.sum2[set], other.sum3[set], other.sum4[set]);
        }
    }

    long count(int set) {
        return count[set];
    }

    /** Of the population. */
    double standardDeviation(int set) {
        return Math.sqrt(sum2[set] / count[set]);
    }

    /** The third standardised moment; NaN if all values are equal. */
    double skewness(int set) {
        return sum3[set] / count[set] / Math.pow(sum2[set] / count[set], 1.5);
    }

    /** The fourth standardised moment; NaN likewise. */
    double kurtosis(int set) {
        double variance = sum2[set] / count[set];
        return sum4[set] / count[set] / (variance * variance);
    }

    void write(DataOutput out) throws IOException {
        EvidenceState.writeLongs(out, count);
        EvidenceState.writeDoubles(out, mean);
        EvidenceState.writeDoubles(out, sum2);
        EvidenceState.writeDoubles(out, sum3);
        EvidenceState.writeDoubles(out, sum4);
    }

    void read(DataInput in) throws IOException {
        EvidenceState.readLongs(in, count);
        EvidenceState.readDoubles(in, mean);
        EvidenceState.readDoubles(in, sum2);
        EvidenceState.readDoubles(in, sum3);
        EvidenceState.readDoubles(in, sum4);
    }
}
