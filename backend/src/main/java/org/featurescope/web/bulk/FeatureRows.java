package org.featurescope.web.bulk;

import java.util.List;
import org.featurescope.core.table.TableFeature;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.Statistics;
import org.featurescope.web.explanation.Explanation;
import org.featurescope.web.feature.FeaturePage;
import org.featurescope.web.feature.LabelFacts;
import org.featurescope.web.feature.LookupFacts;
import org.featurescope.web.feature.WeightFacts;

/** Makes rows of tables of what pages say of features. */
final class FeatureRows {

    private FeatureRows() {}

    static TableFeature of(BulkFeature feature) {
        Statistics statistics = feature.statistics();
        Statistics.Bins histogram = statistics.histogram();
        WeightFacts weights = feature.weights();
        WeightFacts.Logits logits = weights == null ? null : weights.logits();
        LookupFacts lookup = feature.lookup();
        return new TableFeature(
                feature.model(),
                feature.source(),
                feature.run(),
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
                lookup == null ? null : lookup.varianceExplained(),
                weights == null ? null : weights.inputNorm(),
                weights == null ? null : weights.outputNorm(),
                weights == null ? null : weights.inputOutputCosine(),
                histogram == null ? List.of() : histogram.edges(),
                histogram == null ? List.of() : histogram.counts(),
                feature.labels().stream().map(FeatureRows::label).toList(),
                lookup == null ? List.of() : entries(lookup),
                logits == null ? List.of() : effects(logits.top()),
                logits == null ? List.of() : effects(logits.bottom()),
                weights == null ? List.of() : near(weights.similar()),
                weights == null ? List.of() : near(weights.coactive()),
                feature.explanations().stream().map(FeatureRows::explanation).toList(),
                feature.groups().stream()
                        .flatMap(group -> texts(group).stream())
                        .toList());
    }

    private static TableFeature.Label label(LabelFacts label) {
        return new TableFeature.Label(label.corpus(), label.label(), label.contexts(), label.auc());
    }

    private static List<TableFeature.Entry> entries(LookupFacts lookup) {
        return lookup.strongest().stream()
                .map(each -> new TableFeature.Entry(each.tokenId(), each.token(), each.mean(), each.count()))
                .toList();
    }

    private static List<TableFeature.Effect> effects(List<WeightFacts.Effect> effects) {
        return effects.stream()
                .map(each -> new TableFeature.Effect(each.tokenId(), each.token(), each.effect()))
                .toList();
    }

    private static List<TableFeature.Near> near(List<WeightFacts.Neighbour> neighbours) {
        return neighbours.stream()
                .map(each -> new TableFeature.Near(each.source(), each.index(), each.value()))
                .toList();
    }

    private static TableFeature.Explanation explanation(Explanation explanation) {
        return new TableFeature.Explanation(explanation.description(), explanation.method(), explanation.explainer());
    }

    private static List<TableFeature.Text> texts(FeaturePage.Group group) {
        return group.examples().stream()
                .map(example -> text(group.name(), example))
                .toList();
    }

    private static TableFeature.Text text(String group, Example example) {
        return new TableFeature.Text(
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
