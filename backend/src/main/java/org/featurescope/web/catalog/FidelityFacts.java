package org.featurescope.web.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well an SAE explains the model, as one run measured it.
 *
 * @param fvu fraction of variance unexplained; null: not measured
 * @param fvuTokens tokens that it was measured over
 * @param meanL0 latents active per token, over all tokens of the run
 * @param deadFeatures latents that are never active in the run
 * @param deadFraction their share
 * @param suspect whether the SAE looks wrongly read
 * @param suspicion why; null: it does not
 * @param remarks where the run uses it in another way than it was trained
 */
public record FidelityFacts(
        @Nullable Double fvu,
        long fvuTokens,
        double meanL0,
        int deadFeatures,
        double deadFraction,
        boolean suspect,
        @Nullable String suspicion,
        List<String> remarks) {

    public FidelityFacts {
        remarks = List.copyOf(remarks);
    }

    /** Null for a source that is no SAE. */
    static @Nullable FidelityFacts of(RunSourceEntity row) {
        if (row.meanL0 == null || row.deadFeatures == null || row.fvuTokens == null) {
            return null;
        }
        return new FidelityFacts(
                row.fvu,
                row.fvuTokens,
                row.meanL0,
                row.deadFeatures,
                (double) row.deadFeatures / row.source.features,
                row.suspicion != null,
                row.suspicion,
                List.of(row.remarks));
    }
}
