package org.featurescope.core.evidence;

import java.util.List;

/** All collectors of some neighbouring features, fed with one tile after another. */
final class RangeCollector {

    private final int firstFeature;
    private final ContextTile tile;
    private final StatisticsCollector statistics;
    private final HistogramCollector histogram;
    private final TopCollector top;
    private final NonFinite nonFinite = new NonFinite();

    RangeCollector(int firstFeature, int features, int topK) {
        this.firstFeature = firstFeature;
        tile = new ContextTile(firstFeature, features, nonFinite);
        statistics = new StatisticsCollector(features);
        histogram = new HistogramCollector(features);
        top = new TopCollector(features, topK);
    }

    void accept(ActivationBlock block) {
        for (int context = 0; context < block.contexts(); context++) {
            tile.load(block, context);
            if (tile.rows > 0) {
                statistics.accept(tile);
                histogram.accept(tile);
                top.accept(tile);
            }
        }
    }

    void merge(RangeCollector other) {
        statistics.merge(other.statistics);
        histogram.merge(other.histogram);
        top.merge(other.top);
        nonFinite.merge(other.nonFinite);
    }

    long tokens() {
        return statistics.tokens();
    }

    NonFinite nonFinite() {
        return nonFinite;
    }

    long activeTokens(int index) {
        return histogram.active(index - firstFeature);
    }

    FeatureEvidence feature(int index) {
        int feature = index - firstFeature;
        FeatureStatistics figures = new FeatureStatistics(
                histogram.active(feature),
                0,
                statistics.maximum(feature),
                statistics.minimum(feature),
                statistics.mean(feature),
                0,
                null,
                null);
        List<Example> examples = top.examples(feature);
        List<ExampleGroup> groups = examples.isEmpty()
                ? List.of()
                : List.of(new ExampleGroup(
                        GroupKind.TOP, 0, 0, Float.POSITIVE_INFINITY, histogram.active(feature), 0, examples));
        return new FeatureEvidence(index, figures, histogram.histogram(feature), List.of(), groups, null);
    }
}
