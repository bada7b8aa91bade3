package org.featurescope.lm.sae;

import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.StoredTensor;
import org.featurescope.lm.file.TensorFile;

/** The layouts of single sources that were published as PyTorch files. */
final class ConvertedLayouts {

    private ConvertedLayouts() {}

    /**
     * OpenAI's sparse_autoencoder (Gao et al. 2024): one bias, subtracted first and added last. Where inputs are layer-normed,
     * the reconstruction gets its mean and deviation back.
     */
    static SaeDraft openAi(String format, ConfigFile about, TensorFile tensors) {
        StoredTensor weights = tensors.tensor("encoder.weight");
        int features = rows(weights);
        int dIn = columns(weights);
        String activation = about.text("activation");
        about.refuse(!activation.equals("TopK") && !activation.equals("ReLU"), "activation", "\"TopK\", \"ReLU\"");
        about.refuse(about.has("postact_fn") && !about.text("postact_fn").equals("ReLU"), "postact_fn", "\"ReLU\"");
        SaeDraft draft = new SaeDraft(format, activation.equals("TopK") ? "topk" : "relu")
                .encoder(new SaeMatrix(weights, false), vector(tensors, "latent_bias", features))
                .activation(
                        activation.equals("TopK")
                                ? new SaeActivation.TopK(about.integer("k"))
                                : new SaeActivation.Relu())
                .decoder(transposed(tensors, "decoder.weight", dIn, features), vector(tensors, "pre_bias", dIn))
                .subtractsDecoderBias(true);
        return about.flag("layer_norm", false) ? draft.scaling(new SaeScaling.LayerNorm()) : draft;
    }

    /** TopK on the residual stream. */
    static SaeDraft qwenScope(String format, ConfigFile about, TensorFile tensors) {
        StoredTensor weights = tensors.tensor("W_enc");
        int features = rows(weights);
        int dIn = columns(weights);
        return new SaeDraft(format, "topk")
                .encoder(new SaeMatrix(weights, false), vector(tensors, "b_enc", features))
                .activation(new SaeActivation.TopK(about.integer("k")))
                .decoder(transposed(tensors, "W_dec", dIn, features), vector(tensors, "b_dec", dIn));
    }

    static SaeDraft goodfire(String format, ConfigFile about, TensorFile tensors) {
        return linearPair(format, tensors, "encoder_linear", "decoder_linear");
    }

    static SaeDraft deepSeekR1(String format, ConfigFile about, TensorFile tensors) {
        return linearPair(format, tensors, "encoder", "decoder");
    }

    /** Two linear layers with ReLU between; nothing is subtracted from the input. */
    static SaeDraft linearPair(String format, TensorFile tensors, String encoder, String decoder) {
        StoredTensor weights = tensors.tensor(encoder + ".weight");
        int features = rows(weights);
        int dIn = columns(weights);
        return new SaeDraft(format, "relu")
                .encoder(new SaeMatrix(weights, false), vector(tensors, encoder + ".bias", features))
                .decoder(
                        transposed(tensors, decoder + ".weight", dIn, features),
                        vector(tensors, decoder + ".bias", dIn));
    }

    /** Of attention heads in GPT-2, all heads of a layer as one vector (Connor Kissane, Rob Krzyzanowski). */
    static SaeDraft hookZ(String format, ConfigFile about, TensorFile tensors) {
        StoredTensor weights = tensors.tensor("W_enc");
        int features = columns(weights);
        int dIn = rows(weights);
        return new SaeDraft(format, "relu")
                .encoder(new SaeMatrix(weights, true), vector(tensors, "b_enc", features))
                .decoder(
                        new SaeMatrix(tensors.tensor("W_dec").require(features, dIn), false),
                        vector(tensors, "b_dec", dIn))
                .subtractsDecoderBias(true);
    }

    static float[] vector(TensorFile tensors, String name, int length) {
        return tensors.tensor(name).require(length).floats();
    }

    /** A matrix that the file holds with latents as columns. */
    static SaeMatrix transposed(TensorFile tensors, String name, int dOut, int features) {
        return new SaeMatrix(tensors.tensor(name).require(dOut, features), true);
    }

    static int rows(StoredTensor matrix) {
        return new SaeMatrix(matrix, false).rows();
    }

    static int columns(StoredTensor matrix) {
        return new SaeMatrix(matrix, false).columns();
    }
}
