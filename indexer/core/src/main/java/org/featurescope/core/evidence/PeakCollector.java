package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For each feature the {@code k} texts with the strongest peaks, near-duplicates being one text ({@link PeakTexts}). Most
 * contexts are turned away by comparing one number with {@link #bar}. Several groups of the same features can share a
 * collector: then it has a slot for each group and feature, group after group.
 */
final class PeakCollector {

    /** Where in the tile a slot's peak stands. */
    @FunctionalInterface
    interface PeakRows {
        int row(int slot);
    }

    private final int features;
    private final int k;

    /** A magnitude below it cannot enter: that of the last text kept, once there are k; before, the smallest above 0. */
    private final float[] bar;

    private final @Nullable PeakTexts[] kept;

    PeakCollector(int features, int groups, int k) {
        this.features = features;
        this.k = k;
        bar = new float[groups * features];
        Arrays.fill(bar, Float.MIN_VALUE);
        kept = new PeakTexts[bar.length];
    }

    /**
     * @param magnitudes of the peaks of a context, by slot; 0 or less: there is none
     * @param rows the first row of each peak
     */
    void accept(float[] magnitudes, PeakRows rows, TileExamples examples) {
        for (int slot = 0; slot < bar.length; slot++) {
            if (magnitudes[slot] >= bar[slot]) {
                offer(slot, magnitudes[slot], rows, examples);
            }
        }
    }

    private void offer(int slot, float magnitude, PeakRows rows, TileExamples examples) {
        PeakTexts texts = texts(slot);
        if (texts.turnsAway(magnitude, examples.contextId())) {
            return;
        }
        int row = rows.row(slot);
        int feature = slot % features;
        long key = examples.textKey(row);
        if (!texts.addRepeat(key, examples.repeatAt(feature, row))) {
            texts.add(key, examples.at(feature, row));
        }
        raiseBar(slot);
    }

    private PeakTexts texts(int slot) {
        PeakTexts texts = kept[slot];
        if (texts == null) {
            texts = new PeakTexts(k);
            kept[slot] = texts;
        }
        return texts;
    }

    private void raiseBar(int slot) {
        PeakTexts texts = texts(slot);
        if (texts.isFull()) {
            bar[slot] = texts.lastMagnitude();
        }
    }

    void merge(PeakCollector other) {
        for (int slot = 0; slot < bar.length; slot++) {
            PeakTexts texts = other.kept[slot];
            if (texts != null) {
                texts(slot).merge(texts);
                raiseBar(slot);
            }
        }
    }

    /** Strongest first. */
    List<Example> examples(int slot) {
        PeakTexts texts = kept[slot];
        return texts == null ? List.of() : texts.examples();
    }

    void write(DataOutput out, ExampleWriter writer) throws IOException {
        for (PeakTexts texts : kept) {
            out.writeBoolean(texts != null);
            if (texts != null) {
                texts.write(out, writer);
            }
        }
    }

    void read(DataInput in, ExampleReader reader) throws IOException {
        for (int slot = 0; slot < bar.length; slot++) {
            if (in.readBoolean()) {
                texts(slot).read(in, reader);
                raiseBar(slot);
            }
        }
    }
}
