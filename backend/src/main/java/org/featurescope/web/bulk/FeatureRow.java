package org.featurescope.web.bulk;

import java.util.List;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.Statistics;
import org.featurescope.web.feature.FeaturePage;
import org.featurescope.web.feature.LabelFacts;
import org.featurescope.web.feature.WeightFacts;
import org.jspecify.annotations.Nullable;

/** A feature as a row of a Parquet table: numbers as columns, lists as lists. Fields mean what they mean in JSON. */
record FeatureRow(
        int index,
        double density,
        long activeTokens,
        @Nullable Long activeContexts,
        float max,
        float min,
        double mean,
        @Nullable Double standardDeviation,
        @Nullable Double skewness,
        @Nullable Double kurtosis,
        @Nullable Double lookupShare,
        @Nullable Double inputNorm,
        @Nullable Double outputNorm,
        @Nullable Double inputOutputCosine,
        List<Double> histogramEdges,
        List<Long> histogramCounts,
        List<Auc> labels,
        List<Effect> raises,
        List<Effect> lowers,
        List<Near> similar,
        List<Near> coactive,
        List<Text> examples) {

    record Auc(
            String corpus, @Nullable String label, @Nullable Double auc) {}

    record Effect(int tokenId, String token, float effect) {}

    record Near(String source, int index, float value) {}

    /** An example. */
    record Text(
            String group,
            int rank,
            String corpus,
            String document,
            @Nullable String title,
            @Nullable String label,
            int context,
            int firstToken,
            float peak,
            int peakPosition,
            List<String> tokens,
            List<Integer> tokenIds,
            List<Float> activations) {}

    static FeatureRow of(BulkFeature feature) {
        Statistics statistics = feature.statistics();
        WeightFacts weights = feature.weights();
        WeightFacts.Logits logits = weights == null ? null : weights.logits();
        return new FeatureRow(
                feature.index(),
                statistics.density(),
                statistics.activeTokens(),
                statistics.activeContexts(),
                statistics.max(),
                statistics.min(),
                statistics.mean(),
                statistics.standardDeviation(),
                statistics.skewness(),
                statistics.kurtosis(),
                feature.lookup() == null ? null : feature.lookup().varianceExplained(),
                weights == null ? null : weights.inputNorm(),
                weights == null ? null : weights.outputNorm(),
                weights == null ? null : weights.inputOutputCosine(),
                statistics.histogram().edges(),
                statistics.histogram().counts(),
                feature.labels().stream().map(FeatureRow::auc).toList(),
                logits == null ? List.of() : effects(logits.top()),
                logits == null ? List.of() : effects(logits.bottom()),
                weights == null ? List.of() : near(weights.similar()),
                weights == null ? List.of() : near(weights.coactive()),
                feature.groups().stream()
                        .flatMap(group -> texts(group).stream())
                        .toList());
    }

    private static Auc auc(LabelFacts label) {
        return new Auc(label.corpus(), label.label(), label.auc());
    }

    private static List<Effect> effects(List<WeightFacts.Effect> effects) {
        return effects.stream()
                .map(each -> new Effect(each.tokenId(), each.token(), each.effect()))
                .toList();
    }

    private static List<Near> near(List<WeightFacts.Neighbour> neighbours) {
        return neighbours.stream()
                .map(each -> new Near(each.source(), each.index(), each.value()))
                .toList();
    }

    private static List<Text> texts(FeaturePage.Group group) {
        return group.examples().stream()
                .map(example -> text(group.name(), example))
                .toList();
    }

    private static Text text(String group, Example example) {
        return new Text(
                group,
                example.rank(),
                example.corpus(),
                example.document(),
                example.title(),
                example.label(),
                example.context(),
                example.firstToken(),
                example.peak(),
                example.peakPosition(),
                example.tokens(),
                example.tokenIds(),
                example.activations());
    }
}
