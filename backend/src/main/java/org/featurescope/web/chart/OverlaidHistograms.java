package org.featurescope.web.chart;

import java.util.List;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.evidence.Statistics.Bins;
import org.jspecify.annotations.Nullable;

/**
 * Several histograms on the same axes, each as shares of its own tokens, with logarithmic heights, as lines: x from 0 to 1000, y
 * from 0 (all tokens in one bin) to 100 (one token in a million).
 *
 * @param outlines one SVG path for each
 * @param zero where the value 0 stands, as a percentage of the width
 */
public record OverlaidHistograms(List<String> outlines, String low, String high, String zero) {

    private static final int WIDTH = 1000;
    private static final double DECADES = 6;

    public OverlaidHistograms {
        outlines = List.copyOf(outlines);
    }

    /** @param known null for one that is not known: it has no outline */
    public static OverlaidHistograms of(List<@Nullable Bins> known) {
        List<Bins> histograms = known.stream()
                .map(bins -> bins == null ? new Bins(List.of(), List.of()) : bins)
                .toList();
        double low = histograms.stream()
                .flatMap(bins -> bins.edges().stream())
                .min(Double::compare)
                .orElse(0.0);
        double high = histograms.stream()
                .flatMap(bins -> bins.edges().stream())
                .max(Double::compare)
                .orElse(1.0);
        double from = Math.min(0, low);
        double to = Math.max(high, from + Double.MIN_NORMAL);
        return new OverlaidHistograms(
                histograms.stream().map(bins -> outline(bins, from, to)).toList(),
                Numbers.significant(from, 3),
                Numbers.significant(to, 3),
                Numbers.fixed(100 * -from / (to - from), 1).replace("−", "") + "%");
    }

    private static String outline(Bins bins, double from, double to) {
        long all = bins.counts().stream().mapToLong(Long::longValue).sum();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < bins.counts().size(); i++) {
            path.append(i == 0 ? "M" + x(bins.edges().get(0), from, to) + " 100" : "")
                    .append('V')
                    .append(y(bins.counts().get(i), all))
                    .append('H')
                    .append(x(bins.edges().get(i + 1), from, to));
        }
        return path.isEmpty() ? "" : path.append("V100").toString();
    }

    private static long x(double value, double from, double to) {
        return Math.round(WIDTH * (value - from) / (to - from));
    }

    private static long y(long count, long all) {
        return count == 0 ? 100 : Math.min(100, Math.round(-100 * Math.log10((double) count / all) / DECADES));
    }
}
