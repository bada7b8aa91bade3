package org.featurescope.web.evidence;

import java.util.Arrays;
import java.util.List;
import org.featurescope.db.format.Bars;
import org.featurescope.web.evidence.Statistics.BarChart;
import org.jspecify.annotations.Nullable;

/**
 * One feature of a source and its statistics.
 *
 * @param lookupShare share of its variance that a table of tokens explains; null: the run did not measure it
 * @param inputNorm length of the vector it reads with; null, like the two below: it has none, or the run did not look
 * @param outputNorm length of the vector it writes; of a latent, its decoder norm
 * @param inputOutputCosine between the two
 * @param logitBars histogram of the effects on all logits, as an imported file has it
 * @param auc by the number of the label, null where it is not defined; empty: the run did not measure it
 */
public record FeatureFacts(
        int index,
        Statistics statistics,
        @Nullable Double lookupShare,
        @Nullable Double inputNorm,
        @Nullable Double outputNorm,
        @Nullable Double inputOutputCosine,
        List<@Nullable Float> auc,
        @Nullable BarChart logitBars) {

    static FeatureFacts of(FeatureEntity feature, @Nullable Long tokens) {
        return new FeatureFacts(
                feature.id.featureIndex(),
                Statistics.of(feature, tokens),
                feature.lookupShare,
                feature.inputNorm,
                feature.outputNorm,
                feature.inputOutputCosine,
                feature.auc == null ? List.of() : Arrays.asList(feature.auc),
                feature.bars == null
                        ? null
                        : BarChart.of(Bars.decode(feature.bars).logits()));
    }
}
