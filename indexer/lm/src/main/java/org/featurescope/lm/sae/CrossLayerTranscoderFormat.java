package org.featurescope.lm.sae;

import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.featurescope.lm.file.TensorFile;

/**
 * A cross-layer transcoder, as circuit-tracer reads it: {@code W_enc_0.safetensors} … with the encoder of each layer, {@code
 * W_dec_0.safetensors} … with decoders for this and all later layers, {@code [features, layers, dModel]}. The latents of
 * all layers below make up an MLP's output, so no single encoder reconstructs anything: encoders are read, decoders are not.
 */
final class CrossLayerTranscoderFormat implements SaeFormat {

    private static final Pattern FILE = Pattern.compile("W_enc_(\\d{1,4})\\.safetensors");

    @Override
    public String name() {
        return "cross-layer transcoder";
    }

    @Override
    public boolean recognises(SaeFiles folder) {
        return !TranscoderSetFormat.byLayer(folder, FILE).isEmpty();
    }

    @Override
    public List<Sae> read(SaeFiles folder, SaeOptions options) {
        TranscoderConfig config = TranscoderConfig.read(folder);
        SortedMap<Integer, String> chosen =
                LayerChoice.of(folder.folder(), TranscoderSetFormat.byLayer(folder, FILE), options);
        return chosen.entrySet().stream()
                .map(file -> {
                    SaeOptions ofLayer = LayerChoice.forLayer(folder.folder(), file.getKey(), chosen.size(), options);
                    return read(folder, file.getKey(), file.getValue(), config, ofLayer);
                })
                .toList();
    }

    private Sae read(SaeFiles folder, int layer, String file, TranscoderConfig config, SaeOptions options) {
        TensorFile tensors = folder.tensors(file);
        float[] encoderBias = tensors.tensor("b_enc_" + layer).floats();
        float[] decoderBias = tensors.tensor("b_dec_" + layer).floats();
        SaeActivation activation = activation(tensors, "threshold_" + layer, encoderBias.length);
        SaeDraft draft = new SaeDraft(name(), TranscoderSetFormat.architecture(activation, "cross_layer_transcoder"))
                .file(folder.path(file))
                .hooks(config.inputOf(layer), config.outputOf(layer))
                .encoder(
                        new SaeMatrix(
                                tensors.tensor("W_enc_" + layer).require(encoderBias.length, decoderBias.length),
                                false),
                        encoderBias)
                .activation(activation)
                .decoder(null, decoderBias)
                .declared(config.declared())
                .remark("it is the encoder of one layer of a cross-layer transcoder, and the latents of several layers"
                        + " together reconstruct an MLP's output, so its FVU is not measured");
        config.files().forEach(one -> draft.file(one.file()));
        TranscoderSetFormat.requireOutput(folder, config, options);
        return draft.finish(options);
    }

    private static SaeActivation activation(TensorFile tensors, String threshold, int features) {
        return tensors.names().contains(threshold)
                ? new SaeActivation.JumpRelu(
                        tensors.tensor(threshold).require(features).floats())
                : new SaeActivation.Relu();
    }
}
