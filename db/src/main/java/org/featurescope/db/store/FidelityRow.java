package org.featurescope.db.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an SAE did in one run.
 *
 * @param fvu fraction of variance unexplained; null: not measured
 * @param fvuTokens tokens that it was measured over
 * @param meanL0 latents active per counted token of the run
 * @param deadFeatures latents that were never active in the run
 * @param suspicion why it looks wrongly read; null: it does not
 * @param remarks on how the run used it, a sentence each
 */
public record FidelityRow(
        @Nullable Double fvu,
        long fvuTokens,
        double meanL0,
        int deadFeatures,
        @Nullable String suspicion,
        List<String> remarks) {

    public FidelityRow {
        if (fvu != null) {
            Require.finite(fvu, "fvu");
        }
        Require.atLeast(0, fvuTokens, "fvuTokens");
        Require.finite(meanL0, "meanL0");
        Require.atLeast(0, deadFeatures, "deadFeatures");
        remarks = List.copyOf(remarks);
    }
}
