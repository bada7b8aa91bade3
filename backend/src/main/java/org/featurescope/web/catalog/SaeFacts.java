package org.featurescope.web.catalog;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an SAE comes from and how it is computed.
 *
 * @param outputHookPoint what it reconstructs; where it reads, unless it is a transcoder
 * @param format how people call the layout of its files, {@code architecture} as the format calls it
 * @param activation in words, k included
 * @param dOut null: its files hold no decoder that could be applied
 * @param normalisation of its input, in words
 * @param centred whether the mean of its input is taken away first
 * @param decoderNorm {@code ignored}, {@code scales latents} or {@code for selection}
 * @param declaredL0 latents active per token, as its files promise
 * @param declaredModel that it was trained on, as its files say
 * @param options what the person who indexed it said about it; empty: nothing
 * @param sha256 over those of its files, in order
 * @param remarks what is unusual about it
 */
public record SaeFacts(
        String outputHookPoint,
        String format,
        String architecture,
        String activation,
        int dIn,
        @Nullable Integer dOut,
        String normalisation,
        boolean centred,
        String decoderNorm,
        @Nullable Double declaredL0,
        @Nullable String declaredModel,
        String options,
        String sha256,
        List<String> remarks) {

    public SaeFacts {
        remarks = List.copyOf(remarks);
    }

    static SaeFacts of(SaeEntity sae) {
        return new SaeFacts(
                sae.outputHookPoint,
                sae.format,
                sae.architecture,
                sae.activation,
                sae.dIn,
                sae.dOut,
                sae.normalisation,
                sae.centred,
                sae.decoderNorm,
                sae.declaredL0,
                sae.declaredModel,
                sae.options,
                HexFormat.of().formatHex(sae.sha256),
                List.of(sae.remarks));
    }
}
