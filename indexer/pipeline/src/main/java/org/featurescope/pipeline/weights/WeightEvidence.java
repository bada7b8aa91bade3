package org.featurescope.pipeline.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.Neighbour;
import org.featurescope.core.evidence.TokenSample;
import org.featurescope.lm.FeatureVectors;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.LogitTable;
import org.featurescope.lm.NeighbourTable;
import org.featurescope.lm.SimilarFeatures;
import org.featurescope.lm.Tokenizer;
import org.featurescope.lm.WeightReader;
import org.featurescope.pipeline.IndexProgress;
import org.featurescope.pipeline.scan.FeatureSource;
import org.featurescope.pipeline.scan.SaeSource;
import org.jspecify.annotations.Nullable;

/**
 * What the weights say of the features of a run, and which features are similar or active together. Computed after the scan, all
 * at once; needs the model no longer then.
 */
public final class WeightEvidence {

    /** Of each list: tokens at the top and at the bottom, neighbours in the own source, in others, by correlation. */
    private static final int KEPT = 10;

    private final List<FeatureSource> sources;
    private final List<OfSource> found = new ArrayList<>();
    private @Nullable SimilarFeatures similar;
    private List<NeighbourTable> coactive = List.of();

    @SuppressWarnings("ArrayRecordComponent")
    private record OfSource(
            float @Nullable [] inputNorms,
            float @Nullable [] outputNorms,
            float @Nullable [] cosines,
            Optional<LogitTable> logits) {}

    private WeightEvidence(List<FeatureSource> sources) {
        this.sources = sources;
    }

    /**
     * @param tokenizer of the model, whose tokens logit effects are about
     * @param evidence of all sources of the run; their token samples must be of the same tokens
     * @param progress is told the stages, and what is left out
     */
    public static WeightEvidence read(
            HookedModel model,
            Tokenizer tokenizer,
            Map<FeatureSource, EvidenceCollector> evidence,
            ComparisonLimit limit,
            IndexProgress progress) {
        WeightEvidence result = new WeightEvidence(List.copyOf(evidence.keySet()));
        try (WeightReader reader = model.weightReader()) {
            progress.stage("Reading the weights");
            List<FeatureVectors> vectors = result.sources.stream()
                    .map(source -> vectors(reader, source))
                    .toList();
            int tokens = tokens(model, tokenizer);
            vectors.forEach(ofSource -> result.found.add(ofSource(reader, ofSource, tokens)));
            progress.stage("Comparing features");
            result.compare(
                    reader,
                    vectors,
                    evidence.values().stream()
                            .map(EvidenceCollector::tokenSample)
                            .toList(),
                    model.shape().dModel(),
                    limit,
                    progress);
        }
        return result;
    }

    private static FeatureVectors vectors(WeightReader reader, FeatureSource source) {
        return source instanceof SaeSource latents
                ? reader.latents(latents.sae())
                : reader.dimensions(source.hookPoint());
    }

    /** An unembedding may have rows for which there is no token. */
    private static int tokens(HookedModel model, Tokenizer tokenizer) {
        int highest = tokenizer.tokenBytes().keySet().stream()
                .mapToInt(id -> id)
                .max()
                .orElse(0);
        return Math.min(highest + 1, model.shape().vocabularySize());
    }

    private static OfSource ofSource(WeightReader reader, FeatureVectors vectors, int tokens) {
        return new OfSource(
                vectors.inputNorms(),
                vectors.outputNorms(),
                vectors.inputOutputCosines(),
                reader.logitEffects(vectors, tokens, KEPT));
    }

    private void compare(
            WeightReader reader,
            List<FeatureVectors> vectors,
            List<TokenSample> samples,
            int dModel,
            ComparisonLimit limit,
            IndexProgress progress) {
        long features = vectors.stream().mapToLong(FeatureVectors::features).sum();
        if (limit.allows(features, dModel)) {
            similar = reader.similar(vectors, KEPT);
        } else {
            progress.remark(limit.exceeded("Similar features", features, dModel));
        }
        int sampled = samples.stream().mapToInt(TokenSample::tokens).max().orElse(0);
        if (limit.allows(features, sampled)) {
            coactive = reader.coactive(samples, KEPT);
        } else {
            progress.remark(limit.exceeded("Coactive features", features, sampled));
        }
    }

    /**
     * @param source one of the run
     * @param index of a feature in it
     */
    public FeatureWeights feature(FeatureSource source, int index) {
        int number = sources.indexOf(source);
        OfSource ofSource = found.get(number);
        return new FeatureWeights(
                index,
                finite(ofSource.inputNorms(), index),
                finite(ofSource.outputNorms(), index),
                finite(ofSource.cosines(), index),
                ofSource.logits().map(table -> table.effects(index)).orElse(null),
                similar(number, index),
                coactive.isEmpty() ? List.of() : neighbours(coactive.get(number), index));
    }

    private static @Nullable Double finite(float @Nullable [] values, int index) {
        return values == null || !Float.isFinite(values[index]) ? null : (double) values[index];
    }

    private List<Neighbour> similar(int number, int index) {
        return similar == null
                ? List.of()
                : Stream.of(similar.own(number), similar.others(number))
                        .flatMap(table -> neighbours(table, index).stream())
                        .toList();
    }

    private List<Neighbour> neighbours(NeighbourTable table, int index) {
        return table.neighbours(index, number -> sources.get(number).name());
    }
}
