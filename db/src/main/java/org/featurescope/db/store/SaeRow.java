package org.featurescope.db.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an SAE comes from and how it is computed.
 *
 * @param sha256 over those of its files, in order; lower-case hexadecimal
 * @param format how people call its layout, for example {@code SAELens}
 * @param architecture as the format calls it
 * @param activation in words, k included
 * @param dOut null if its files hold no decoder that could be applied
 * @param outputHookPoint what it reconstructs: the hook point of its source, unless it is a transcoder
 * @param normalisation of its input, in words
 * @param centred whether the mean of its input is taken away first
 * @param decoderNorm {@code ignored}, {@code scales latents} or {@code for selection}
 * @param declaredL0 latents active per token, as its files promise
 * @param declaredModel that it was trained on, as its files say
 * @param options what a person said about it when it was indexed; empty: nothing
 * @param remarks what is unusual about it, a sentence each
 */
public record SaeRow(
        String sha256,
        String format,
        String architecture,
        String activation,
        int dIn,
        @Nullable Integer dOut,
        String outputHookPoint,
        String normalisation,
        boolean centred,
        String decoderNorm,
        @Nullable Double declaredL0,
        @Nullable String declaredModel,
        String options,
        List<String> remarks) {

    public SaeRow {
        Require.sha256(sha256, "sha256 of an SAE");
        Require.atLeast(1, dIn, "dIn");
        if (declaredL0 != null) {
            Require.finite(declaredL0, "declaredL0");
        }
        remarks = List.copyOf(remarks);
    }
}
