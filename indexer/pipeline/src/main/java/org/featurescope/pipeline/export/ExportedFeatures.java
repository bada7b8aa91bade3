package org.featurescope.pipeline.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.store.FeatureFigures;
import org.featurescope.db.store.FeatureRow;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.PublishedTexts;
import org.featurescope.db.store.SourceRow;
import org.jspecify.annotations.Nullable;

/** Makes {@link ExportedFeature}s of rows. */
final class ExportedFeatures {

    private final PublishedRun run;
    private final SourceRow source;
    private final TokenTexts tokens;

    ExportedFeatures(PublishedRun run, SourceRow source, TokenTexts tokens) {
        this.run = run;
        this.source = source;
        this.tokens = tokens;
    }

    List<ExportedFeature> of(FeatureBatches.Batch batch) {
        return batch.features().stream().map(row -> of(row, batch)).toList();
    }

    private ExportedFeature of(FeatureRow row, FeatureBatches.Batch batch) {
        FeatureFigures figures = row.figures();
        FeatureWeights weights = row.weights();
        DyadicHistogram histogram = figures.histogram();
        LogitEffects logits = weights == null ? null : weights.logits();
        return new ExportedFeature(
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
                histogram == null
                        ? List.of()
                        : Arrays.stream(histogram.edges()).boxed().toList(),
                histogram == null
                        ? List.of()
                        : Arrays.stream(histogram.counts()).boxed().toList(),
                weights == null ? null : weights.inputNorm(),
                weights == null ? null : weights.outputNorm(),
                logits == null ? List.of() : effects(logits.top()),
                logits == null ? List.of() : effects(logits.bottom()),
                weights == null
                        ? List.of()
                        : weights.similar().stream()
                                .map(each -> new ExportedFeature.Near(each.source(), each.index(), each.value()))
                                .toList(),
                batch.explanations().getOrDefault(row.index(), List.of()).stream()
                        .map(each ->
                                new ExportedFeature.Explanation(each.description(), each.method(), each.explainer()))
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

    private List<ExportedFeature.Effect> effects(List<TokenEffect> effects) {
        return effects.stream()
                .map(each -> new ExportedFeature.Effect(tokens.of(each.tokenId()), each.effect()))
                .toList();
    }

    private List<ExportedFeature.Example> examples(ExampleGroup group, FeatureBatches.Batch batch) {
        List<ExportedFeature.Example> examples = new ArrayList<>();
        for (int rank = 0; rank < group.examples().size(); rank++) {
            var example = group.examples().get(rank);
            PublishedTexts.Text text = Objects.requireNonNull(batch.contexts().get(example.context()));
            examples.add(new ExportedFeature.Example(
                    group.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    group.number(),
                    Float.isFinite(group.low()) ? group.low() : null,
                    Float.isFinite(group.high()) ? group.high() : null,
                    rank + 1,
                    text.corpus(),
                    text.document(),
                    text.label(),
                    text.contextNo(),
                    example.peakPosition(),
                    example.peak(),
                    Arrays.stream(text.tokenIds()).mapToObj(tokens::of).toList(),
                    activations(example, text)));
        }
        return examples;
    }

    /** The one at the peak is exact. */
    static List<Float> activations(org.featurescope.core.evidence.Example example, PublishedTexts.Text text) {
        float[] values = ActivationFormat.decode(example.activations(), text.tokenIds().length);
        values[example.peakPosition()] = example.peak();
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
