package org.featurescope.lm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.OptionalDouble;

/**
 * Sums from which the fraction of variance unexplained (FVU) of an SAE follows: the squared error of its reconstruction over the
 * squared distance to the mean, both summed over tokens and dimensions.
 */
public final class Unexplained {

    private final double[] sum;
    private double squaredError;
    private double squares;
    private long tokens;

    /** @param width dimensions of what is reconstructed */
    public Unexplained(int width) {
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

    /**
     * Adds what was measured over other tokens.
     *
     * @throws IllegalArgumentException if that has another width
     */
    public void merge(Unexplained other) {
        if (other.sum.length != sum.length) {
            throw new IllegalArgumentException(
                    "a reconstruction of " + sum.length + " dimensions expected, got " + other.sum.length);
        }
        squaredError += other.squaredError;
        squares += other.squares;
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.sum[i];
        }
        tokens += other.tokens;
    }

    /** Writes all it knows, so that {@link #read} brings back the same bits. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(sum.length);
        out.writeLong(tokens);
        out.writeDouble(squaredError);
        out.writeDouble(squares);
        for (double one : sum) {
            out.writeDouble(one);
        }
    }

    /**
     * Reads what {@link #write} wrote of the same SAE.
     *
     * @throws IOException also if it has another width
     */
    public static Unexplained read(DataInput in, int width) throws IOException {
        int written = in.readInt();
        if (written != width) {
            throw new IOException("a reconstruction of " + width + " dimensions expected, got " + written);
        }
        Unexplained sums = new Unexplained(width);
        sums.tokens = in.readLong();
        sums.squaredError = in.readDouble();
        sums.squares = in.readDouble();
        for (int i = 0; i < width; i++) {
            sums.sum[i] = in.readDouble();
        }
        return sums;
    }

    public long tokens() {
        return tokens;
    }

    /** Empty while there is no variance. */
    public OptionalDouble fraction() {
        double ofMean = 0;
        for (double one : sum) {
            ofMean += one * one / Math.max(1, tokens);
        }
        double variance = squares - ofMean;
        return variance > 0 ? OptionalDouble.of(squaredError / variance) : OptionalDouble.empty();
    }
}
