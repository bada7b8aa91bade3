package org.featurescope.web.neuronpedia;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.web.evidence.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * A histogram as sae_vis and Neuronpedia have it.
 *
 * @param values middles of the bins
 * @param heights counts, as many
 */
record Bars(List<Double> values, List<Long> heights) {

    static final Bars NONE = new Bars(List.of(), List.of());

    static Bars of(Statistics.Bins bins) {
        return from(bins, 0, 0);
    }

    /** @param bars of an import, handed on as they came; null: there are none */
    static Bars of(Statistics.@Nullable BarChart bars) {
        return bars == null
                ? NONE
                : new Bars(bars.values().stream().map(Float::doubleValue).toList(), bars.heights());
    }

    /**
     * The tokens that activate the feature, and no other. Bins end at 0, so all of those above lie in them but for the tokens at 0
     * itself, which are taken from the bin that begins there. Of an import, the bars of its file.
     */
    static Bars above0(Statistics statistics) {
        Statistics.Bins bins = statistics.histogram();
        Long active = statistics.activeTokens();
        if (bins == null || active == null) {
            return of(statistics.bars());
        }
        int first = 0;
        while (first < bins.counts().size() && bins.edges().get(first) < 0) {
            first++;
        }
        if (first == bins.counts().size()) {
            return NONE;
        }
        long above =
                bins.counts().stream().skip(first).mapToLong(Long::longValue).sum();
        return from(bins, first, above - active);
    }

    /** @param less is taken from the first bar */
    private static Bars from(Statistics.Bins bins, int first, long less) {
        List<Double> values = new ArrayList<>();
        List<Long> heights = new ArrayList<>();
        for (int bin = first; bin < bins.counts().size(); bin++) {
            values.add((bins.edges().get(bin) + bins.edges().get(bin + 1)) / 2);
            heights.add(bins.counts().get(bin) - (bin == first ? less : 0));
        }
        return new Bars(values, heights);
    }
}
