package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** All collectors of some neighbouring features, fed with one tile after another. */
final class RangeCollector {

    private final int firstFeature;
    private final NonFinite nonFinite = new NonFinite();
    private final ContextTile tile;
    private final StatisticsCollector statistics;
    private final HistogramCollector histogram;
    private final LabelMaximaCollector maxima;
    private final ExampleCollector examples;
    private final TokenLookupCollector lookup;
    /** In the order in which they see a tile, and are written. */
    private final List<TileCollector<?>> collectors;

    RangeCollector(
            int firstFeature,
            int features,
            SourceShape shape,
            EvidenceSettings settings,
            LookupTokens lookupTokens,
            PeakText peakText) {
        this.firstFeature = firstFeature;
        tile = new ContextTile(firstFeature, features, nonFinite);
        statistics = new StatisticsCollector(features);
        histogram = new HistogramCollector(features);
        maxima = new LabelMaximaCollector(features);
        examples = new ExampleCollector(firstFeature, tile, shape, settings, peakText);
        lookup = new TokenLookupCollector(features, lookupTokens);
        collectors = List.of(statistics, histogram, maxima, examples, lookup);
    }

    /** @param labels of each context of the block, the number of its label */
    void accept(ActivationBlock block, @Nullable ActivationBlock gate, int[] labels) {
        for (int context = 0; context < block.contexts(); context++) {
            tile.load(block, gate, context, labels[context]);
            if (tile.rows > 0) {
                for (TileCollector<?> collector : collectors) {
                    collector.accept(tile);
                }
            }
        }
        collectors.forEach(TileCollector::endBlock);
    }

    /** @param labels for each label number of the other, that of the same label here */
    void merge(RangeCollector other, int[] labels) {
        for (int i = 0; i < collectors.size(); i++) {
            merge(collectors.get(i), other.collectors.get(i), labels);
        }
        nonFinite.merge(other.nonFinite);
    }

    @SuppressWarnings("unchecked") // the constructor gives all ranges the same collectors
    private static <C extends TileCollector<C>> void merge(
            TileCollector<C> collector, TileCollector<?> other, int[] labels) {
        collector.merge((C) other, labels);
    }

    void write(DataOutput out) throws IOException {
        nonFinite.write(out);
        for (TileCollector<?> collector : collectors) {
            collector.write(out);
        }
    }

    /** Into a collector that has seen nothing, which it returns. */
    RangeCollector read(DataInput in) throws IOException {
        nonFinite.read(in);
        for (TileCollector<?> collector : collectors) {
            collector.read(in);
        }
        return this;
    }

    void forEachContext(LongConsumer contexts) {
        examples.forEachContext(contexts);
    }

    int firstFeature() {
        return firstFeature;
    }

    NonFinite nonFinite() {
        return nonFinite;
    }

    long activeTokens(int index) {
        return histogram.active(index - firstFeature);
    }

    /** @param labels that the source met; in results they are numbered as they sort */
    FeatureEvidence feature(int index, Labels labels) {
        int feature = index - firstFeature;
        long active = histogram.active(feature);
        FeatureStatistics figures = statistics.statistics(feature, active, labels.tokens());
        DyadicHistogram activations = histogram.histogram(feature, labels.tokens());
        List<ExampleGroup> groups = examples.groups(feature, new GroupCollector.Known(activations, active, labels));
        return new FeatureEvidence(
                index, figures, activations, maxima.evidence(feature, labels), groups, lookup.lookup(feature));
    }
}
