package org.featurescope.lm.sae;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.StoredTensor;
import org.featurescope.lm.file.TensorFile;
import org.featurescope.lm.file.UnsupportedException;

/**
 * A transcoder for each layer's MLP, as circuit-tracer reads them: {@code layer_0.safetensors}, {@code layer_1.safetensors}
 * … and a YAML with the hook points. The decoder is stored either way round, as circuit-tracer's own reading changed in 2025;
 * the shape tells.
 */
final class TranscoderSetFormat implements SaeFormat {

    private static final Pattern FILE = Pattern.compile("layer_(\\d{1,4})\\.safetensors");

    @Override
    public String name() {
        return "per-layer transcoders";
    }

    @Override
    public boolean recognises(SaeFiles folder) {
        return !byLayer(folder, FILE).isEmpty();
    }

    /** Names of files by the layer that their first group says. */
    static SortedMap<Integer, String> byLayer(SaeFiles folder, Pattern pattern) {
        SortedMap<Integer, String> byLayer = new TreeMap<>();
        for (String name : folder.names()) {
            Matcher file = pattern.matcher(name);
            if (file.matches()) {
                byLayer.put(Integer.valueOf(file.group(1)), name);
            }
        }
        return byLayer;
    }

    @Override
    public List<Sae> read(SaeFiles folder, SaeOptions options) {
        TranscoderConfig config = TranscoderConfig.read(folder);
        SortedMap<Integer, String> chosen = LayerChoice.of(folder.folder(), byLayer(folder, FILE), options);
        return chosen.entrySet().stream()
                .map(file -> {
                    SaeOptions ofLayer = LayerChoice.forLayer(folder.folder(), file.getKey(), chosen.size(), options);
                    return read(folder, file.getKey(), file.getValue(), config, ofLayer);
                })
                .toList();
    }

    private Sae read(SaeFiles folder, int layer, String file, TranscoderConfig config, SaeOptions options) {
        TensorFile tensors = folder.tensors(file);
        float[] encoderBias = tensors.tensor("b_enc").floats();
        float[] decoderBias = tensors.tensor("b_dec").floats();
        SaeActivation activation = activation(tensors, encoderBias.length, config, options);
        boolean skips = tensors.names().contains("W_skip");
        SaeMatrix encoder = byLatents(tensors.tensor("W_enc"), encoderBias.length);
        SaeDraft draft = new SaeDraft(name(), architecture(activation, (skips ? "skip_" : "") + "transcoder"))
                .file(folder.path(file))
                .hooks(config.inputOf(layer), config.outputOf(layer))
                .encoder(encoder, encoderBias)
                .activation(activation)
                .declared(config.declared());
        config.files().forEach(one -> draft.file(one.file()));
        SaeMatrix decoder = byLatents(tensors.tensor("W_dec"), encoderBias.length);
        boolean comparable = options.output() != null || !config.predictsBeforeANorm();
        draft.decoder(comparable ? decoder : null, decoderBias);
        if (skips) {
            draft.skip(new SaeMatrix(tensors.tensor("W_skip").require(decoderBias.length, encoder.columns()), false));
        }
        if (!comparable) {
            draft.remark("it predicts mlp.hook_out, what the MLP gives before the norm that " + config.model()
                    + " puts behind it; no hook point shows that, so its FVU is not measured");
        }
        requireOutput(folder, config, options);
        return draft.finish(options);
    }

    /** Both formats need what no tensor says. */
    static void requireOutput(SaeFiles folder, TranscoderConfig config, SaeOptions options) {
        if (config.output() == null && options.output() == null) {
            throw new IllegalArgumentException(folder.folder()
                    + ": no config.yaml says feature_input_hook and feature_output_hook; say where each transcoder reads and"
                    + " what it predicts, for example with hook=mlp.hook_in,out=hook_mlp_out");
        }
    }

    static String architecture(SaeActivation activation, String transcoder) {
        if (activation instanceof SaeActivation.TopK) {
            return "topk_" + transcoder;
        }
        return activation instanceof SaeActivation.JumpRelu ? "jumprelu_" + transcoder : transcoder;
    }

    private static SaeActivation activation(
            TensorFile tensors, int features, TranscoderConfig config, SaeOptions options) {
        if ("topk".equals(config.activation())) {
            Integer k = options.k() != null ? options.k() : config.k();
            if (k == null) {
                throw new IllegalArgumentException(
                        config.files().get(0).file() + ": activation is topk, and k is missing; say it with k=NUMBER");
            }
            return new SaeActivation.TopK(k);
        }
        String threshold = "activation_function.threshold";
        return tensors.names().contains(threshold) && !"relu".equals(config.activation())
                ? new SaeActivation.JumpRelu(
                        tensors.tensor(threshold).require(features).floats())
                : new SaeActivation.Relu();
    }

    /** A matrix whose one side is as long as there are latents. */
    private static SaeMatrix byLatents(StoredTensor stored, int features) {
        SaeMatrix asStored = new SaeMatrix(stored, false);
        boolean rows = asStored.rows() == features;
        boolean columns = asStored.columns() == features;
        if (rows && columns) {
            throw new UnsupportedException(stored.file() + ": tensor " + stored
                    + " is square, so whether its rows or its columns are the latents cannot be told");
        }
        if (!rows && !columns) {
            throw new MalformedFileException(
                    stored.file(), "tensor " + stored + " has no side of " + features + " latents, as b_enc has");
        }
        return new SaeMatrix(stored, columns);
    }
}
