package org.featurescope.lm.sae;

import java.util.List;
import java.util.OptionalDouble;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.TensorFile;
import org.featurescope.lm.file.UnsupportedException;

/** SAELens, version 6: {@code cfg.json} and {@code sae_weights.safetensors}. */
final class SaeLensFormat implements SaeFormat {

    private static final String CONFIG = "cfg.json";
    private static final String WEIGHTS = "sae_weights.safetensors";

    @Override
    public String name() {
        return "SAELens";
    }

    @Override
    public boolean recognises(SaeFiles folder) {
        return folder.has(CONFIG) && folder.has(WEIGHTS);
    }

    @Override
    public List<Sae> read(SaeFiles folder, SaeOptions options) {
        ConfigFile config = folder.config(CONFIG);
        TensorFile tensors = folder.tensors(WEIGHTS);
        ConfigFile metadata = config.object("metadata");
        String architecture = config.text("architecture");
        int dIn = config.integer("d_in");
        int features = config.integer("d_sae");
        HookPoint hook = options.input() != null ? options.input() : HookPoint.parse(metadata.text("hook_name"));
        float[] decoderBias = tensors.tensor("b_dec").require(dIn).floats();
        float[] inputBias = config.flag("apply_b_dec_to_input", true) ? decoderBias : new float[dIn];
        return List.of(new Sae(
                List.of(folder.path(WEIGHTS), folder.path(CONFIG)),
                name(),
                architecture,
                SaeNames.of(hook, architecture),
                hook,
                hook,
                false,
                new SaeScaling.None(),
                inputBias,
                new SaeMatrix(tensors.tensor("W_enc").require(dIn, features), true),
                tensors.tensor("b_enc").require(features).floats(),
                activation(config, architecture, tensors, features),
                Sae.DecoderNorm.IGNORED,
                new SaeMatrix(tensors.tensor("W_dec").require(features, dIn), false),
                decoderBias,
                null,
                architecture.equals("topk") ? OptionalDouble.of(config.integer("k")) : OptionalDouble.empty(),
                Sae.DeclaredModel.UNKNOWN,
                List.of()));
    }

    private static SaeActivation activation(ConfigFile config, String architecture, TensorFile tensors, int features) {
        return switch (architecture) {
            case "standard" -> new SaeActivation.Relu();
            case "jumprelu" ->
                new SaeActivation.JumpRelu(
                        tensors.tensor("threshold").require(features).floats());
            case "topk" -> new SaeActivation.TopK(config.integer("k"));
            default -> throw new UnsupportedException(config.file() + ": architecture " + architecture);
        };
    }
}
