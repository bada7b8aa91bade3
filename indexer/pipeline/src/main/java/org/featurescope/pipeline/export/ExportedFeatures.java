package org.featurescope.pipeline.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.Neighbour;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.core.evidence.TokenLookup;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.core.table.TableFeature;
import org.featurescope.db.store.ExplanationRow;
import org.featurescope.db.store.FeatureFigures;
import org.featurescope.db.store.FeatureRow;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.PublishedTexts;
import org.featurescope.db.store.SourceRow;
import org.jspecify.annotations.Nullable;

/** Makes {@link TableFeature}s of rows. */
final class ExportedFeatures {

    private final PublishedRun run;
    private final SourceRow source;
    private final TokenTexts tokens;
    private final List<PublishedTexts.Label> labels;

    /** @param labels of the run, by number */
    ExportedFeatures(PublishedRun run, SourceRow source, TokenTexts tokens, List<PublishedTexts.Label> labels) {
        this.run = run;
        this.source = source;
        this.tokens = tokens;
        this.labels = List.copyOf(labels);
    }

    List<TableFeature> of(FeatureBatches.Batch batch) {
        return batch.features().stream().map(row -> of(row, batch)).toList();
    }

    private TableFeature of(FeatureRow row, FeatureBatches.Batch batch) {
        FeatureFigures figures = row.figures();
        FeatureWeights weights = row.weights();
        DyadicHistogram histogram = figures.histogram();
        LogitEffects logits = weights == null ? null : weights.logits();
        TokenLookup lookup = row.kept().lookup();
        return new TableFeature(
                run.model(),
                source.name(),
                run.id(),
                row.index(),
                density(figures, run),
                figures.activeTokens(),
                figures.activeContexts(),
                figures.maximum(),
                figures.minimum(),
                figures.mean(),
                figures.standardDeviation(),
                figures.skewness(),
                figures.kurtosis(),
                lookup == null ? null : lookup.varianceExplained(),
                weights == null ? null : weights.inputNorm(),
                weights == null ? null : weights.outputNorm(),
                weights == null ? null : weights.inputOutputCosine(),
                histogram == null
                        ? List.of()
                        : Arrays.stream(histogram.edges()).boxed().toList(),
                histogram == null
                        ? List.of()
                        : Arrays.stream(histogram.counts()).boxed().toList(),
                row.kept().labels().stream().map(this::label).toList(),
                lookup == null ? List.of() : entries(lookup),
                logits == null ? List.of() : effects(logits.top()),
                logits == null ? List.of() : effects(logits.bottom()),
                weights == null ? List.of() : near(weights.similar()),
                weights == null ? List.of() : near(weights.coactive()),
                batch.explanations().getOrDefault(row.index(), List.of()).stream()
                        .map(ExportedFeatures::explanation)
                        .toList(),
                row.kept().groups().stream()
                        .flatMap(group -> examples(group, batch).stream())
                        .toList());
    }

    /** Null: not known. */
    static @Nullable Double density(FeatureFigures figures, PublishedRun run) {
        Long active = figures.activeTokens();
        Long all = run.tokens();
        if (figures.density() != null || active == null || all == null) {
            return figures.density();
        }
        return all == 0 ? 0.0 : (Double) ((double) active / all);
    }

    private TableFeature.Label label(LabelEvidence evidence) {
        PublishedTexts.Label label = labels.get(evidence.label());
        return new TableFeature.Label(label.corpus(), label.name(), label.contexts(), evidence.auc());
    }

    private List<TableFeature.Entry> entries(TokenLookup lookup) {
        return lookup.strongest().stream()
                .map(each ->
                        new TableFeature.Entry(each.tokenId(), tokens.name(each.tokenId()), each.mean(), each.count()))
                .toList();
    }

    private List<TableFeature.Effect> effects(List<TokenEffect> effects) {
        return effects.stream()
                .map(each -> new TableFeature.Effect(each.tokenId(), tokens.name(each.tokenId()), each.effect()))
                .toList();
    }

    private static List<TableFeature.Near> near(List<Neighbour> neighbours) {
        return neighbours.stream()
                .map(each -> new TableFeature.Near(each.source(), each.index(), each.value()))
                .toList();
    }

    private static TableFeature.Explanation explanation(ExplanationRow row) {
        return new TableFeature.Explanation(row.description(), row.method(), row.explainer());
    }

    private List<TableFeature.Text> examples(ExampleGroup group, FeatureBatches.Batch batch) {
        List<TableFeature.Text> examples = new ArrayList<>();
        String name = group.kind().group(group.number());
        for (Example example : group.examples()) {
            PublishedTexts.Text text = Objects.requireNonNull(batch.contexts().get(example.context()));
            float[] activations = activations(example, text);
            examples.add(new TableFeature.Text(
                    name,
                    examples.size() + 1,
                    text.corpus(),
                    text.document(),
                    text.title(),
                    text.label(),
                    text.contextNo(),
                    text.firstToken(),
                    example.peak(),
                    example.peakPosition(),
                    tokens.texts(text.tokenIds(), activations),
                    Arrays.stream(text.tokenIds()).boxed().toList(),
                    known(activations)));
        }
        return examples;
    }

    /** The one at the peak is exact; NaN: not known. */
    static float[] activations(Example example, PublishedTexts.Text text) {
        float[] values = ActivationFormat.decode(example.activations(), text.tokenIds().length);
        values[example.peakPosition()] = example.peak();
        return values;
    }

    static List<@Nullable Float> known(float[] activations) {
        return IntStream.range(0, activations.length)
                .<@Nullable Float>mapToObj(i -> Float.isNaN(activations[i]) ? null : (Float) activations[i])
                .toList();
    }
}
