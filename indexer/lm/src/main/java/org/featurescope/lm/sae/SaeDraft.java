package org.featurescope.lm.sae;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.featurescope.core.HookPoint;
import org.jspecify.annotations.Nullable;

/**
 * What a format finds out about one SAE, until it is complete. What is left out has its plain meaning: ReLU, no scaling,
 * nothing subtracted from the input, it reconstructs what it reads.
 */
final class SaeDraft {

    private final String format;
    private final String architecture;
    private final List<Path> files = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private @Nullable HookPoint input;
    private @Nullable HookPoint output;
    private SaeScaling scaling = new SaeScaling.None();
    private boolean subtractsDecoderBias;
    private @Nullable SaeMatrix encoder;
    private float[] encoderBias = {};
    private SaeActivation activation = new SaeActivation.Relu();
    private Sae.DecoderNorm decoderNorm = Sae.DecoderNorm.IGNORED;
    private @Nullable SaeMatrix decoder;
    private float[] decoderBias = {};
    private @Nullable SaeMatrix skip;
    private OptionalDouble declaredL0 = OptionalDouble.empty();
    private Sae.DeclaredModel declared = Sae.DeclaredModel.UNKNOWN;

    /** Format and architecture as at {@link Sae}. */
    SaeDraft(String format, String architecture) {
        this.format = format;
        this.architecture = architecture;
    }

    SaeDraft file(Path file) {
        files.add(file);
        return this;
    }

    /** Where it reads, and where what it reconstructs is; each null if the files do not say. */
    SaeDraft hooks(@Nullable HookPoint input, @Nullable HookPoint output) {
        this.input = input;
        this.output = output;
        return this;
    }

    SaeDraft scaling(SaeScaling scaling) {
        this.scaling = scaling;
        return this;
    }

    SaeDraft subtractsDecoderBias(boolean subtracts) {
        subtractsDecoderBias = subtracts;
        return this;
    }

    SaeDraft encoder(SaeMatrix weights, float[] bias) {
        encoder = weights;
        encoderBias = bias;
        return this;
    }

    SaeDraft activation(SaeActivation activation) {
        this.activation = activation;
        return this;
    }

    SaeDraft decoderNorm(Sae.DecoderNorm decoderNorm) {
        this.decoderNorm = decoderNorm;
        return this;
    }

    /** Weights null: there is none that could be applied. */
    SaeDraft decoder(@Nullable SaeMatrix weights, float[] bias) {
        decoder = weights;
        decoderBias = bias;
        return this;
    }

    SaeDraft skip(SaeMatrix weights) {
        skip = weights;
        return this;
    }

    /** For an SAE that is none of TopK or groups, whose k says it. */
    SaeDraft declaredL0(double l0) {
        declaredL0 = OptionalDouble.of(l0);
        return this;
    }

    SaeDraft declared(Sae.DeclaredModel model) {
        declared = model;
        return this;
    }

    /** What is unusual: one sentence for a person. */
    SaeDraft remark(String sentence) {
        remarks.add(sentence);
        return this;
    }

    /**
     * The SAE, with what a person says in place of what the files say.
     *
     * @throws IllegalArgumentException if neither says where it reads, or an option does not fit
     */
    Sae finish(SaeOptions options) {
        SaeMatrix weights = Objects.requireNonNull(encoder, "an encoder");
        HookPoint reads = options.input() != null ? options.input() : input;
        if (reads == null) {
            throw new IllegalArgumentException(files.get(0) + ": the files do not say where this SAE reads ("
                    + weights.columns() + " values); say it with hook=NAME, for example hook=blocks.3.hook_resid_post");
        }
        SaeActivation chosen = chosen(options);
        return new Sae(
                files,
                format,
                architecture,
                SaeNames.of(reads, architecture),
                reads,
                reconstructs(options, reads),
                options.centred() != null && options.centred(),
                options.scale() == null ? scaling : new SaeScaling.Constant(options.scale(), options.scale()),
                inputBias(options, weights.columns()),
                weights,
                encoderBias,
                chosen,
                decoderNorm,
                decoder,
                decoderBias,
                skip,
                declaredL0(chosen),
                declared,
                remarks);
    }

    /** An SAE whose place a person gives reconstructs that place; a transcoder's output stays where the files say. */
    private HookPoint reconstructs(SaeOptions options, HookPoint reads) {
        if (options.output() != null) {
            return options.output();
        }
        return output == null || output.equals(input) ? reads : output;
    }

    private float[] inputBias(SaeOptions options, int dIn) {
        boolean subtracts =
                options.subtractsDecoderBias() == null ? subtractsDecoderBias : options.subtractsDecoderBias();
        if (subtracts && decoderBias.length != dIn) {
            throw new IllegalArgumentException(files.get(0) + ": the decoder's bias has " + decoderBias.length
                    + " values, the input " + dIn + ": it cannot be subtracted; say subtract-b-dec=false");
        }
        return subtracts ? decoderBias : new float[dIn];
    }

    private SaeActivation chosen(SaeOptions options) {
        if (options.k() == null) {
            return activation;
        }
        if (!(activation instanceof SaeActivation.TopK)) {
            throw new IllegalArgumentException(files.get(0) + ": k= is for a TopK SAE, this one is " + architecture);
        }
        return new SaeActivation.TopK(options.k());
    }

    private OptionalDouble declaredL0(SaeActivation chosen) {
        if (chosen instanceof SaeActivation.TopK topK) {
            return OptionalDouble.of(topK.k());
        }
        return chosen instanceof SaeActivation.GroupMax groups ? OptionalDouble.of(groups.k()) : declaredL0;
    }
}
