package org.featurescope.pipeline;

import java.util.OptionalDouble;
import org.featurescope.core.FileHash;
import org.featurescope.db.store.SaeRow;
import org.featurescope.db.store.SourceRow;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeActivation;
import org.featurescope.lm.sae.SaeScaling;
import org.featurescope.pipeline.scan.FeatureSource;
import org.featurescope.pipeline.scan.HookSource;
import org.featurescope.pipeline.scan.SaeSource;
import org.jspecify.annotations.Nullable;

/** Sources as the index keeps them. */
final class SourceRows {

    private SourceRows() {}

    /** Reads the files of an SAE, for their hash. */
    static SourceRow of(FeatureSource source) {
        return new SourceRow(
                source.name(),
                kind(source),
                source.hookPoint().layer(),
                source.hookPoint().name(),
                source.features(),
                source instanceof SaeSource sae ? sae(sae) : null);
    }

    private static String kind(FeatureSource source) {
        if (source instanceof HookSource hook) {
            return hook.isNeurons() ? "mlp" : "hook";
        }
        return source instanceof SaeSource sae && sae.sae().isTranscoder() ? "transcoder" : "sae";
    }

    private static SaeRow sae(SaeSource source) {
        Sae sae = source.sae();
        return new SaeRow(
                FileHash.sha256(sae.files()),
                sae.format(),
                sae.architecture(),
                activation(sae.activation()),
                sae.dIn(),
                sae.decoder() == null ? null : sae.dOut(),
                sae.output().name(),
                normalisation(sae.scaling()),
                sae.centred(),
                decoderNorm(sae.decoderNorm()),
                orNull(sae.declaredL0()),
                sae.declared().model(),
                source.options(),
                sae.remarks());
    }

    private static String activation(SaeActivation activation) {
        if (activation instanceof SaeActivation.TopK topK) {
            return "TopK, k = " + topK.k();
        }
        if (activation instanceof SaeActivation.GroupMax groupMax) {
            return "GroupMax, k = " + groupMax.k();
        }
        if (activation instanceof SaeActivation.JumpRelu) {
            return "JumpReLU";
        }
        return activation instanceof SaeActivation.Gated ? "gated" : "ReLU";
    }

    private static String normalisation(SaeScaling scaling) {
        if (scaling instanceof SaeScaling.Constant constant) {
            return "each token times " + constant.input()
                    + (constant.input() == constant.output() ? "" : ", the output times " + constant.output());
        }
        if (scaling instanceof SaeScaling.ConstantNorm) {
            return "each token to length √d_in";
        }
        return scaling instanceof SaeScaling.LayerNorm ? "each token to mean 0 and deviation 1" : "none";
    }

    private static String decoderNorm(Sae.DecoderNorm norm) {
        return switch (norm) {
            case IGNORED -> "ignored";
            case SCALES_LATENTS -> "scales latents";
            case FOR_SELECTION -> "for selection";
        };
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
