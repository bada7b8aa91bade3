package org.featurescope.web.chart;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.featurescope.core.evidence.MaximaBins;

/**
 * How large the maxima of contexts are, label by label: of each label the share of its contexts in ranges of half an octave, all
 * labels on the same axes. Contexts whose maximum is not above 0 count in the whole, but have no range.
 *
 * @param firstRange its number: range 0 begins at 1
 * @param columns how many ranges there are; each is one unit wide
 * @param most the largest share of any label in a range; it is drawn 100 high
 */
public record MaximaDrawing(int firstRange, int columns, double most) {

    private static final int RANGES_PER_OCTAVE = 2;
    private static final int BINS_PER_RANGE = MaximaBins.BINS_PER_OCTAVE / RANGES_PER_OCTAVE;

    /** Axes that hold the given labels, from the range that is first in use to the last. */
    public static MaximaDrawing of(List<MaximaBins> labels) {
        List<MaximaBins> active =
                labels.stream().filter(MaximaDrawing::hasCounts).toList();
        int first = active.stream().mapToInt(MaximaDrawing::firstInUse).min().orElse(0);
        int columns = active.stream().mapToInt(MaximaDrawing::endOfUse).max().orElse(0) - first;
        double most = labels.stream()
                .flatMapToDouble(label -> Arrays.stream(shares(List.of(label), first, columns)))
                .max()
                .orElse(0);
        return new MaximaDrawing(first, columns, most);
    }

    /** Axes for two sets of labels, each drawn as one. */
    public static MaximaDrawing comparing(List<MaximaBins> one, List<MaximaBins> other) {
        MaximaDrawing each = of(Stream.concat(one.stream(), other.stream()).toList());
        double most = Stream.of(one, other)
                .flatMapToDouble(set -> Arrays.stream(shares(set, each.firstRange, each.columns)))
                .max()
                .orElse(0);
        return new MaximaDrawing(each.firstRange, each.columns, most);
    }

    /** The lower end of the first range. */
    public double low() {
        return lowerEnd(firstRange);
    }

    /** The upper end of the last range. */
    public double high() {
        return lowerEnd(firstRange + columns);
    }

    /** The contexts of one label, or of several together, as one SVG path, 100 high. */
    public String outline(List<MaximaBins> labels) {
        StringBuilder path = new StringBuilder("M0 100");
        for (double share : shares(labels, firstRange, columns)) {
            path.append('V')
                    .append(most == 0 ? 100 : Math.round(100 - 100 * share / most))
                    .append("h1");
        }
        return path.append("V100z").toString();
    }

    private static double[] shares(List<MaximaBins> labels, int firstRange, int columns) {
        double[] shares = new double[columns];
        long contexts = labels.stream().mapToLong(MaximaBins::contexts).sum();
        for (MaximaBins label : labels) {
            long[] counts = label.counts();
            for (int bin = 0; bin < counts.length; bin++) {
                if (counts[bin] > 0) {
                    shares[firstRangeOf(label) + bin / BINS_PER_RANGE - firstRange] += (double) counts[bin] / contexts;
                }
            }
        }
        return shares;
    }

    private static int firstRangeOf(MaximaBins label) {
        return label.exponent() * RANGES_PER_OCTAVE;
    }

    private static boolean hasCounts(MaximaBins label) {
        return Arrays.stream(label.counts()).anyMatch(count -> count > 0);
    }

    private static int firstInUse(MaximaBins label) {
        long[] counts = label.counts();
        int bin = 0;
        while (counts[bin] == 0) {
            bin++;
        }
        return firstRangeOf(label) + bin / BINS_PER_RANGE;
    }

    private static int endOfUse(MaximaBins label) {
        long[] counts = label.counts();
        int bin = counts.length - 1;
        while (counts[bin] == 0) {
            bin--;
        }
        return firstRangeOf(label) + bin / BINS_PER_RANGE + 1;
    }

    /** An octave is divided evenly. */
    private static double lowerEnd(int range) {
        double part = (double) Math.floorMod(range, RANGES_PER_OCTAVE) / RANGES_PER_OCTAVE;
        return Math.scalb(1 + part, Math.floorDiv(range, RANGES_PER_OCTAVE));
    }
}
