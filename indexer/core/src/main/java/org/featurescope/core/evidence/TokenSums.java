package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * For each token of a lookup and each feature of a range two sums of activations: of the contexts that are fitted, and of those
 * held out. A hash table of the cells that are not 0 (latents are 0 at most tokens); once it would take more room than all cells,
 * an array of all.
 */
final class TokenSums {

    /** From this share of all cells on, a hash table would be larger than an array. */
    private static final double DENSE_SHARE = 1.0 / 3;

    private static final double MOST_FILLED = 0.7;
    private static final int LEAST_CAPACITY = 64;
    private static final int FREE = -1;

    private final int cells;
    private final int features;

    /** Numbers of cells, row by row; empty once dense. */
    private int[] keys = new int[0];

    private double[] fitted = new double[0];
    private double[] heldOut = new double[0];
    private int filled;
    private boolean dense;

    TokenSums(int rows, int features) {
        this.features = features;
        cells = rows * features;
        allocate(LEAST_CAPACITY);
    }

    boolean isDense() {
        return dense;
    }

    /** Adds a row of activations. Only to be called when dense. */
    void addRow(int row, float[] values, boolean toHeldOut) {
        double[] sums = toHeldOut ? heldOut : fitted;
        int first = row * features;
        for (int feature = 0; feature < features; feature++) {
            sums[first + feature] += values[feature];
        }
    }

    void add(int row, int feature, double value, boolean toHeldOut) {
        int slot = slotFor(row * features + feature);
        if (toHeldOut) {
            heldOut[slot] += value;
        } else {
            fitted[slot] += value;
        }
    }

    double fitted(int row, int feature) {
        return value(fitted, row, feature);
    }

    double heldOut(int row, int feature) {
        return value(heldOut, row, feature);
    }

    private double value(double[] sums, int row, int feature) {
        int slot = find(row * features + feature);
        return dense || keys[slot] != FREE ? sums[slot] : 0;
    }

    /** Where a cell is, or would be. */
    private int find(int cell) {
        if (dense) {
            return cell;
        }
        int mask = keys.length - 1;
        int slot = cell * 0x9E37_79B9 >>> 8 & mask;
        while (keys[slot] != FREE && keys[slot] != cell) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Where a cell is, which is filled if need be. */
    private int slotFor(int cell) {
        int slot = find(cell);
        if (dense || keys[slot] == cell) {
            return slot;
        }
        if (filled + 1 > MOST_FILLED * keys.length) {
            grow();
            return slotFor(cell);
        }
        keys[slot] = cell;
        filled++;
        return slot;
    }

    private void grow() {
        int[] oldKeys = keys;
        double[] oldFitted = fitted;
        double[] oldHeldOut = heldOut;
        if (filled > DENSE_SHARE * cells) {
            allocateDense();
        } else {
            allocate(2 * oldKeys.length);
        }
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldKeys[old] != FREE) {
                int slot = slotFor(oldKeys[old]);
                fitted[slot] = oldFitted[old];
                heldOut[slot] = oldHeldOut[old];
            }
        }
    }

    private void allocate(int capacity) {
        keys = new int[capacity];
        Arrays.fill(keys, FREE);
        fitted = new double[capacity];
        heldOut = new double[capacity];
        filled = 0;
    }

    private void allocateDense() {
        dense = true;
        keys = new int[0];
        fitted = new double[cells];
        heldOut = new double[cells];
    }

    /** @param rows for each row of the other, that of the same token here */
    void merge(TokenSums other, int[] rows) {
        for (int slot = 0; slot < other.fitted.length; slot++) {
            int cell = other.dense ? slot : other.keys[slot];
            if (cell != FREE && (other.fitted[slot] != 0 || other.heldOut[slot] != 0)) {
                int mine = slotFor(rows[cell / features] * features + cell % features);
                fitted[mine] += other.fitted[slot];
                heldOut[mine] += other.heldOut[slot];
            }
        }
    }

    /** Cells that are filled, in their order; all of them once dense. */
    void write(DataOutput out) throws IOException {
        out.writeBoolean(dense);
        if (!dense) {
            out.writeInt(filled);
        }
        for (int slot : dense ? IntStream.range(0, cells).toArray() : slotsInOrder()) {
            if (!dense) {
                out.writeInt(keys[slot]);
            }
            out.writeDouble(fitted[slot]);
            out.writeDouble(heldOut[slot]);
        }
    }

    private int[] slotsInOrder() {
        return IntStream.of(keys)
                .filter(key -> key != FREE)
                .sorted()
                .map(this::find)
                .toArray();
    }

    void read(DataInput in) throws IOException {
        if (in.readBoolean()) {
            allocateDense();
        }
        int count = dense ? cells : EvidenceState.readCount(in, "sums by token", cells);
        for (int i = 0; i < count; i++) {
            int cell = dense ? i : in.readInt();
            if (cell < 0 || cell >= cells) {
                throw EvidenceState.damaged("a sum of a token has the number " + cell + ", of " + cells);
            }
            int slot = slotFor(cell);
            fitted[slot] = in.readDouble();
            heldOut[slot] = in.readDouble();
        }
    }
}
