package org.featurescope.db.format;

import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.core.evidence.MaximaBins;
import org.jspecify.annotations.Nullable;

/** What is stored of a feature for one label: its {@link MaximaBins} from the first that is not empty to the last, and the AUC. */
final class LabelFormat {

    static final int LEAST_BYTES = 5;

    private LabelFormat() {}

    static void write(LabelEvidence label, PackedWriter out) {
        MaximaBins maxima = label.maxima();
        long[] counts = maxima.counts();
        if (counts.length != MaximaBins.BINS) {
            throw new IllegalArgumentException("maxima must have " + MaximaBins.BINS + " bins, got " + counts.length);
        }
        int first = 0;
        int end = counts.length;
        while (end > 0 && counts[end - 1] == 0) {
            end--;
        }
        while (first < end && counts[first] == 0) {
            first++;
        }
        out.zigzag(maxima.exponent());
        out.varint(maxima.notAbove0());
        out.varint(maxima.below());
        out.varint(first == end ? 0 : first);
        Double auc = label.auc();
        out.varint(2L * (end - first) + (auc == null ? 0 : 1));
        for (int bin = first; bin < end; bin++) {
            out.varint(counts[bin]);
        }
        if (auc != null) {
            out.float32(auc.floatValue());
        }
    }

    static LabelEvidence read(int number, PackedReader in) {
        int exponent = in.zigzag("exponent of maxima");
        long notAbove0 = in.varint("contexts not above 0");
        long below = in.varint("contexts below the bins");
        int first = (int) in.varint(MaximaBins.BINS - 1, "first bin of maxima");
        long bins = in.varint(2L * (MaximaBins.BINS - first) + 1, "bins of maxima");
        long[] counts = new long[MaximaBins.BINS];
        for (int bin = 0; bin < bins / 2; bin++) {
            counts[first + bin] = in.varint("contexts of a bin");
        }
        return new LabelEvidence(number, new MaximaBins(exponent, notAbove0, below, counts), auc(bins % 2 == 1, in));
    }

    private static @Nullable Double auc(boolean present, PackedReader in) {
        return present ? (double) in.finiteFloat32("AUC") : null;
    }
}
