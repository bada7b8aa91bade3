package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For each feature and label, how many contexts have their maximum in each of the {@link MaximaBins}. All labels of a feature have
 * the same bins, the highest octave being that of the feature's maximum. Memory goes to a label of a feature with the first
 * context whose maximum is above 0; those that are not are what is missing.
 */
final class LabelMaximaCollector implements TileCollector<LabelMaximaCollector> {

    /** Exponent of the bins of a feature that has had no maximum above 0; no other is as small. */
    private static final int NONE = Float.MIN_EXPONENT - 1;

    private static final int FLOAT_BIAS = 127;
    /** From the bits of a float on, eight numbers an octave remain. */
    private static final int BIN_SHIFT = 20;

    /** No run has so many. */
    private static final int MAX_LABELS = 1 << 20;

    /**
     * Contexts that wait to be counted. Counting them feature by feature finds most of what it needs in the cache; context by
     * context, it would fetch all counts of all features from memory each time.
     */
    private static final int MOST_WAITING = 64;

    private final float[][] waitingMaxima;
    private final int[] waitingLabels = new int[MOST_WAITING];
    private int waiting;

    private final int[] exponent;
    private final @Nullable MaximaCounts[][] byLabel;

    LabelMaximaCollector(int features) {
        waitingMaxima = new float[MOST_WAITING][features];
        exponent = new int[features];
        Arrays.fill(exponent, NONE);
        byLabel = new MaximaCounts[features][0];
    }

    @Override
    public void accept(ContextTile tile) {
        if (tile.nonZeros > 0) {
            if (waiting == MOST_WAITING) {
                countWaiting();
            }
            System.arraycopy(tile.maximum, 0, waitingMaxima[waiting], 0, exponent.length);
            waitingLabels[waiting++] = tile.label;
        }
    }

    @Override
    public void endBlock() {
        countWaiting();
    }

    private void countWaiting() {
        for (int feature = 0; feature < exponent.length; feature++) {
            for (int context = 0; context < waiting; context++) {
                float maximum = waitingMaxima[context][feature];
                if (maximum > 0) {
                    raise(feature, Math.max(Math.getExponent(maximum) + 1 - MaximaBins.OCTAVES, Float.MIN_EXPONENT));
                    counts(feature, waitingLabels[context]).add(bin(maximum, exponent[feature]), 1);
                }
            }
        }
        waiting = 0;
    }

    /** The bin of a number above 0; below 0 if it is too small for the bins. */
    static int bin(float value, int exponent) {
        return (Float.floatToRawIntBits(value) >>> BIN_SHIFT) - (exponent + FLOAT_BIAS) * MaximaBins.BINS_PER_OCTAVE;
    }

    private void raise(int feature, int toExponent) {
        int octaves = toExponent - exponent[feature];
        if (octaves > 0) {
            for (MaximaCounts counts : byLabel[feature]) {
                if (counts != null) {
                    counts.lower(octaves * MaximaBins.BINS_PER_OCTAVE);
                }
            }
            exponent[feature] = toExponent;
        }
    }

    private MaximaCounts counts(int feature, int label) {
        if (label >= byLabel[feature].length) {
            byLabel[feature] = Arrays.copyOf(byLabel[feature], label + 1 + label / 2);
        }
        MaximaCounts counts = byLabel[feature][label];
        if (counts == null) {
            counts = new MaximaCounts();
            byLabel[feature][label] = counts;
        }
        return counts;
    }

    @Override
    public void merge(LabelMaximaCollector other, int[] labels) {
        for (int feature = 0; feature < exponent.length; feature++) {
            raise(feature, other.exponent[feature]);
            int lower = (exponent[feature] - other.exponent[feature]) * MaximaBins.BINS_PER_OCTAVE;
            for (int label = 0; label < other.byLabel[feature].length; label++) {
                MaximaCounts more = other.byLabel[feature][label];
                if (more != null) {
                    counts(feature, labels[label]).add(more, lower);
                }
            }
        }
    }

    /** One for each label, in the order of results. */
    List<LabelEvidence> evidence(int feature, Labels labels) {
        int[] sorted = labels.sorted();
        List<MaximaBins> bins = new ArrayList<>();
        for (int label : sorted) {
            bins.add(bins(feature, label, labels.contexts(label)));
        }
        return LabelMaxima.evidence(bins);
    }

    private MaximaBins bins(int feature, int label, long contexts) {
        int first = exponent[feature] == NONE ? 0 : exponent[feature];
        MaximaCounts counts = label < byLabel[feature].length ? byLabel[feature][label] : null;
        if (counts == null) {
            return new MaximaBins(first, contexts, 0, new long[MaximaBins.BINS]);
        }
        return new MaximaBins(first, contexts - counts.total(), counts.below(), counts.bins());
    }

    @Override
    public void write(DataOutput out) throws IOException {
        EvidenceState.writeInts(out, exponent);
        for (@Nullable MaximaCounts[] ofFeature : byLabel) {
            out.writeInt((int)
                    Arrays.stream(ofFeature).filter(counts -> counts != null).count());
            for (int label = 0; label < ofFeature.length; label++) {
                MaximaCounts counts = ofFeature[label];
                if (counts != null) {
                    out.writeInt(label);
                    counts.write(out);
                }
            }
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        EvidenceState.readInts(in, exponent);
        for (int feature = 0; feature < exponent.length; feature++) {
            int count = EvidenceState.readCount(in, "labels of a feature", Integer.MAX_VALUE);
            for (int i = 0; i < count; i++) {
                int label = EvidenceState.readCount(in, "labels before another", MAX_LABELS);
                counts(feature, label).read(in);
            }
        }
    }
}
