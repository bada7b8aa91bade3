package org.featurescope.cli.inspect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeActivation;
import org.featurescope.lm.sae.SaeMatrix;
import org.featurescope.lm.sae.SaeScaling;
import org.featurescope.pipeline.scan.Fidelity;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an SAE; the record is the JSON.
 *
 * @param output null if it reconstructs its input
 * @param normalisation of the input, undone at the output
 * @param inputBias what is subtracted from the input
 * @param decoderNorm what the lengths of the decoder's rows do
 * @param fitsModel whether it can be read beside the model that was given; null: no model was given
 * @param misfit why it cannot
 * @param fidelity over a corpus; null: not measured
 */
public record SaeInspection(
        String name,
        String format,
        String architecture,
        String activation,
        int features,
        int dIn,
        int dOut,
        String input,
        @Nullable String output,
        boolean centred,
        String normalisation,
        String inputBias,
        String decoderNorm,
        boolean decoder,
        boolean skip,
        @Nullable Double declaredL0,
        @Nullable String declaredModel,
        @Nullable Integer declaredContextTokens,
        @Nullable Boolean declaredPrependsBos,
        List<String> files,
        long fileBytes,
        long memoryBytes,
        List<String> remarks,
        @Nullable Boolean fitsModel,
        @Nullable String misfit,
        @Nullable Measured fidelity) {

    /**
     * How well it explains the model.
     *
     * @param fvu fraction of variance unexplained; null: there is nothing to compare with
     * @param meanL0 latents active per token
     * @param suspicions why it looks wrongly read
     */
    public record Measured(
            @Nullable Double fvu, double meanL0, double deadFraction, long tokens, List<String> suspicions) {

        private String text() {
            return "FVU %s, mean L0 %.1f, %.1f %% dead, over %,d tokens"
                    .formatted(
                            fvu == null ? "not measured" : "%.4f".formatted(fvu), meanL0, 100 * deadFraction, tokens);
        }
    }

    public static SaeInspection of(Sae sae) {
        return new SaeInspection(
                sae.name(),
                sae.format(),
                sae.architecture(),
                activation(sae.activation()),
                sae.features(),
                sae.dIn(),
                sae.dOut(),
                sae.input().name(),
                sae.isTranscoder() ? sae.output().name() : null,
                sae.centred(),
                normalisation(sae.scaling()),
                inputBias(sae),
                decoderNorm(sae.decoderNorm()),
                sae.decoder() != null,
                sae.skip() != null,
                sae.declaredL0().isPresent() ? sae.declaredL0().getAsDouble() : null,
                sae.declared().model(),
                sae.declared().contextTokens(),
                sae.declared().prependsBos(),
                sae.files().stream().map(file -> file.getFileName().toString()).toList(),
                sae.files().stream().mapToLong(file -> file.toFile().length()).sum(),
                4 * (values(sae.encoder()) + values(sae.decoder()) + values(sae.skip())),
                sae.remarks(),
                null,
                null,
                null);
    }

    private static long values(@Nullable SaeMatrix matrix) {
        return matrix == null ? 0 : matrix.tensor().elements();
    }

    private static String activation(SaeActivation activation) {
        if (activation instanceof SaeActivation.JumpRelu jumpRelu) {
            float[] sorted = jumpRelu.threshold().clone();
            Arrays.sort(sorted);
            float lowest = sorted[0];
            float highest = sorted[sorted.length - 1];
            return lowest == highest
                    ? "JumpReLU, threshold %.4g".formatted(lowest)
                    : "JumpReLU, thresholds %.4g to %.4g".formatted(lowest, highest);
        }
        if (activation instanceof SaeActivation.TopK topK) {
            return "TopK, k = " + topK.k();
        }
        if (activation instanceof SaeActivation.GroupMax groupMax) {
            return "GroupMax, k = " + groupMax.k();
        }
        return activation instanceof SaeActivation.Gated ? "gated" : "ReLU";
    }

    private static String normalisation(SaeScaling scaling) {
        if (scaling instanceof SaeScaling.Constant constant) {
            return constant.input() == constant.output()
                    ? "times %.6g".formatted(constant.input())
                    : "input times %.6g, output divided by %.6g".formatted(constant.input(), constant.output());
        }
        if (scaling instanceof SaeScaling.ConstantNorm) {
            return "each token to length √d_in";
        }
        return scaling instanceof SaeScaling.LayerNorm ? "each token to mean 0 and deviation 1" : "none";
    }

    private static String inputBias(Sae sae) {
        boolean nothing = true;
        for (float value : sae.inputBias()) {
            nothing &= value == 0;
        }
        if (nothing) {
            return "nothing is subtracted from the input";
        }
        return Arrays.equals(sae.inputBias(), sae.decoderBias())
                ? "b_dec is subtracted from the input"
                : "a bias of its own is subtracted from the input";
    }

    private static String decoderNorm(Sae.DecoderNorm norm) {
        return switch (norm) {
            case IGNORED -> "no part in the latents";
            case SCALES_LATENTS -> "latents are multiplied by them";
            case FOR_SELECTION -> "they decide which latents are active";
        };
    }

    /** The same, laid beside the model; why it does not fit stands in it. */
    public SaeInspection beside(ModelFolder model, Sae sae) {
        try {
            model.requireFit(sae);
            return with(true, null, null);
        } catch (IllegalArgumentException e) {
            return with(false, e.getMessage(), null);
        }
    }

    public SaeInspection measured(Fidelity found) {
        Double fvu = found.fvu().isPresent() ? found.fvu().getAsDouble() : null;
        double deadFraction = (double) found.deadFeatures() / features;
        Measured measured = new Measured(fvu, found.meanL0(), deadFraction, found.tokens(), found.suspicions());
        return with(fitsModel, misfit, measured);
    }

    private SaeInspection with(@Nullable Boolean fits, @Nullable String why, @Nullable Measured measured) {
        return new SaeInspection(
                name,
                format,
                architecture,
                activation,
                features,
                dIn,
                dOut,
                input,
                output,
                centred,
                normalisation,
                inputBias,
                decoderNorm,
                decoder,
                skip,
                declaredL0,
                declaredModel,
                declaredContextTokens,
                declaredPrependsBos,
                files,
                fileBytes,
                memoryBytes,
                remarks,
                fits,
                why,
                measured);
    }

    /** For a person. */
    public static String text(Path folder, List<SaeInspection> saes) {
        String title = saes.size() == 1 ? folder + " is an SAE" : folder + " holds " + saes.size() + " SAEs";
        StringBuilder text = new StringBuilder(title);
        saes.forEach(sae -> text.append(System.lineSeparator()).append(sae.text()));
        return text.toString();
    }

    private String text() {
        Lines lines = new Lines()
                .title(name)
                .add("format", format + ", " + architecture)
                .add("latents", "%,d, %s".formatted(features, activation))
                .add("reads", "%s, d_in %,d".formatted(input, dIn));
        if (output == null) {
            lines.add("reconstructs", decoder ? "the same" : "nothing; it has no decoder");
        } else {
            lines.add("reconstructs", "%s, d_out %,d%s".formatted(output, dOut, decoder ? "" : "; it has no decoder"));
        }
        lines.add("normalisation", (centred ? "the mean is taken away, then " : "") + normalisation)
                .add("b_dec", inputBias)
                .add("decoder's norms", decoderNorm)
                .add("skip", skip ? "a matrix from input to output" : "none")
                .add("declared", declared())
                .add("files", String.join(", ", files) + ", " + Size.of(fileBytes))
                .add("memory", Size.of(memoryBytes) + " as fp32")
                .add("unusual", remarks);
        if (fitsModel != null) {
            lines.add("beside the model", misfit == null ? "fits" : misfit);
        }
        if (fidelity != null) {
            lines.add("fidelity", fidelity.text());
            if (!fidelity.suspicions.isEmpty()) {
                lines.add("suspect", fidelity.suspicions);
            }
        }
        return lines.toString();
    }

    private List<String> declared() {
        List<String> declared = new ArrayList<>();
        if (declaredModel != null) {
            declared.add("model " + declaredModel);
        }
        if (declaredL0 != null) {
            declared.add("L0 %.1f".formatted(declaredL0));
        }
        if (declaredContextTokens != null) {
            declared.add("contexts of %,d tokens".formatted(declaredContextTokens));
        }
        if (declaredPrependsBos != null) {
            declared.add(declaredPrependsBos ? "a beginning-of-text token in front" : "no beginning-of-text token");
        }
        return declared.isEmpty() ? List.of() : List.of(String.join(", ", declared));
    }
}
