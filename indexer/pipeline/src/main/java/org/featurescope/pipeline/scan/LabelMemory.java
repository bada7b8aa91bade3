package org.featurescope.pipeline.scan;

import java.util.List;
import java.util.Locale;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.SourceShape;

/**
 * Foresees how much of the heap evidence by label will take: examples and counts of maxima for each feature and label. Every
 * neuron is above 0 somewhere in the text of nearly every label, so of sources with a negative side all of it is needed; latents,
 * which may be silent there, need at most as much. Labels are met one by one, and a feature's places fill with the second or third
 * context of a label, so what will not fit is seen before it is there.
 */
final class LabelMemory {

    /** Of the heap; the remainder is for top examples, samples and the batch. */
    private static final double MOST_OF_HEAP = 0.75;

    private static final double MUCH_OF_HEAP = 0.25;

    /** An {@code Example} without its activations, with its place in the list of its group. */
    private static final int EXAMPLE_BYTES = 88;

    /** Counts of the maxima of one label of one feature. */
    private static final int MAXIMA_BYTES = 120;

    private static final double DENSE_BYTES = 1.5; // of a token's activation
    private static final double GIGA = 1e9;

    private final long heap;
    private final ScanProgress progress;
    private int labelsSeen;
    private boolean told;

    /** @param heap bytes that the program may use */
    LabelMemory(long heap, ScanProgress progress) {
        this.heap = heap;
        this.progress = progress;
    }

    /**
     * Looks again if there are more labels; tells once when they will take a large part of the heap.
     *
     * @param labels met so far
     * @throws IllegalArgumentException if they will not fit
     */
    void check(int labels, List<SourceShape> sources, EvidenceSettings settings, int contextTokens) {
        if (labels <= labelsSeen) {
            return;
        }
        labelsSeen = labels;
        double needed = 0;
        double atMost = 0;
        for (SourceShape source : sources) {
            double bytes = (double) labels * source.features() * bytes(settings, contextTokens);
            needed += source.signed() ? bytes : 0;
            atMost += bytes;
        }
        if (needed > MOST_OF_HEAP * heap) {
            throw new IllegalArgumentException(sentence("need", labels, sources, settings, needed)
                    + "; begin anew with --restart and one of these, or give more memory: JAVA_TOOL_OPTIONS=-Xmx"
                    + (long) Math.ceil(needed / MOST_OF_HEAP / (1 << 30)) + "g");
        }
        if (atMost > MUCH_OF_HEAP * heap && !told) {
            told = true;
            progress.remark(sentence("may take up to", labels, sources, settings, atMost) + ".");
        }
    }

    private static double bytes(EvidenceSettings settings, int contextTokens) {
        return settings.labelTopK() * (EXAMPLE_BYTES + DENSE_BYTES * contextTokens) + MAXIMA_BYTES;
    }

    private String sentence(
            String need, int labels, List<SourceShape> sources, EvidenceSettings settings, double bytes) {
        return String.format(
                Locale.ROOT,
                "%,d labels of %,d features %s %.1f GB of memory, of which the program has %.1f GB: %sfewer sources (--hooks,"
                        + " --sae) or fewer labels in the corpus need less",
                labels,
                sources.stream().mapToLong(SourceShape::features).sum(),
                need,
                bytes / GIGA,
                heap / GIGA,
                settings.labelTopK() > 0 ? "--label-top 0 keeps no examples by label, " : "");
    }
}
