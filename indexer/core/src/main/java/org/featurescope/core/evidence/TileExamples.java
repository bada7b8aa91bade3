package org.featurescope.core.evidence;

import java.util.Arrays;
import org.featurescope.core.evidence.Example.Repeat;
import org.featurescope.core.format.ActivationFormat;
import org.jspecify.annotations.Nullable;

/**
 * Makes examples of the context that a tile holds. What several groups want of a feature is found and packed once: they share
 * the same bytes.
 */
final class TileExamples {

    private final ContextTile tile;
    private final PeakText peakText;
    private final @Nullable Example[] atMaximum;
    private final byte[] @Nullable [] packed;
    private final long[] featureKeys;
    private final long[] priorities;
    private float[] activations = {};
    private int[] entryPositions = {};

    TileExamples(int firstFeature, ContextTile tile, long seed, PeakText peakText) {
        this.tile = tile;
        this.peakText = peakText;
        atMaximum = new Example[tile.features];
        packed = new byte[tile.features][];
        priorities = new long[tile.features];
        featureKeys = new long[tile.features];
        for (int feature = 0; feature < tile.features; feature++) {
            featureKeys[feature] = SamplingPriority.featureKey(seed, firstFeature + feature);
        }
    }

    /** The tile holds another context. */
    void next() {
        Arrays.fill(atMaximum, null);
        Arrays.fill(packed, null);
        long contextKey = SamplingPriority.contextKey(tile.contextId);
        for (int feature = 0; feature < tile.features; feature++) {
            priorities[feature] = SamplingPriority.of(featureKeys[feature], contextKey);
        }
    }

    /** The {@link SamplingPriority} of the context for each feature. */
    long[] priorities() {
        return priorities;
    }

    /** With its peak at the first row where the feature is largest. */
    Example atMaximum(int feature) {
        Example known = atMaximum[feature];
        if (known == null) {
            known = make(feature, rowOf(feature, tile.maximum[feature]));
            atMaximum[feature] = known;
        }
        return known;
    }

    int maximumRow(int feature) {
        return rowOf(feature, tile.maximum[feature]);
    }

    /** With its peak at a given row. */
    Example at(int feature, int row) {
        Example known = atMaximum[feature];
        return known != null && known.peakPosition() == tile.position(row) ? known : make(feature, row);
    }

    private Example make(int feature, int row) {
        return new Example(tile.contextId, tile.position(row), peak(feature, row), packed(feature));
    }

    /** The same place as a repeat of another example. */
    Repeat repeatAt(int feature, int row) {
        return new Repeat(tile.contextId, tile.position(row), peak(feature, row));
    }

    private float peak(int feature, int row) {
        return tile.values[row][feature] + 0f; // makes -0 a 0
    }

    private byte[] packed(int feature) {
        byte[] known = packed[feature];
        if (known == null) {
            known = pack(feature);
            packed[feature] = known;
        }
        return known;
    }

    private byte[] pack(int feature) {
        int tokens = tile.contextTokens();
        if (activations.length < tokens) {
            activations = new float[tokens];
            entryPositions = new int[tokens];
        }
        if (tile.isDense()) {
            tile.copyActivations(feature, activations);
            return ActivationFormat.encode(activations, tokens);
        }
        int entries = tile.copyEntries(feature, entryPositions, activations);
        return ActivationFormat.encode(entryPositions, activations, entries, tokens);
    }

    /** The first row in which a feature has a value. */
    int rowOf(int feature, float value) {
        return tile.rowOf(feature, value);
    }

    long contextId() {
        return tile.contextId;
    }

    /** {@link PeakText} around a row. */
    long textKey(int row) {
        return peakText.key(tile.context(), tile.position(row));
    }
}
