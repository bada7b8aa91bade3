package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.stream.IntStream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;

/**
 * GPT-NeoX (Black et al. 2022), the architecture of Pythia: attention and MLP side by side, rotary positions in a part
 * of each head, one query-key-value matrix that goes head by head.
 */
final class GptNeoX implements Family {

    private final ModelShape shape;
    private final Activation activation;
    private final double epsilon;
    private final boolean tied;
    private final boolean parallel;
    private final boolean attentionBias;
    private final RotarySettings rotary;

    GptNeoX(ConfigFile config) {
        int dModel = config.integer("hidden_size");
        int heads = config.integer("num_attention_heads");
        shape = new ModelShape(
                "gpt_neox",
                config.integer("num_hidden_layers"),
                dModel,
                config.integer("intermediate_size"),
                heads,
                heads,
                dModel / heads,
                config.integer("vocab_size"),
                config.integer("max_position_embeddings"));
        activation = Activation.read(config, "hidden_act", "gelu");
        epsilon = config.number("layer_norm_eps", 1e-5);
        tied = config.flag("tie_word_embeddings", false);
        parallel = config.flag("use_parallel_residual", true);
        attentionBias = config.flag("attention_bias", true);
        rotary = rotary(config, shape);
        config.refuse(dModel % heads != 0, "hidden_size", "multiples of num_attention_heads");
    }

    private static RotarySettings rotary(ConfigFile config, ModelShape shape) {
        ConfigFile rope = RotarySettings.object(config);
        double theta = rope.number("rope_theta", config.number("rotary_emb_base", config.number("rope_theta", 10_000)));
        double share = rope.number(
                "partial_rotary_factor", config.number("rotary_pct", config.number("partial_rotary_factor", 0.25)));
        int width = (int) (shape.dHead() * share);
        config.refuse(
                width < 2 || width % 2 != 0 || width > shape.dHead(),
                "rotary_pct",
                "shares of a head that are an even number of its " + shape.dHead() + " dimensions, not " + width);
        return RotarySettings.of(rope, theta, width, shape);
    }

    @Override
    public ModelShape shape() {
        return shape;
    }

    @Override
    public Map<HookPoint, Integer> hookPoints() {
        return (parallel ? BlockLayout.PARALLEL : BlockLayout.PRE_NORM).hookPoints(shape, false);
    }

    @Override
    public Transformer.Parts load(Weights weights, TensorLoader loader) {
        ModelTensors tensors = ModelTensors.find(weights, loader, "embed_in.weight", "gpt_neox.", "");
        int dModel = shape.dModel();
        NDArray tokens = tensors.tensor("embed_in.weight", shape.vocabularySize(), dModel);
        String head =
                weights.has("lm_head.weight") ? "lm_head.weight" : "embed_out.weight"; // renamed in transformers 5
        NDArray unembedding = tied ? tokens : tensors.unprefixed().tensor(head, shape.vocabularySize(), dModel);
        Rotary turns = new Rotary(loader.manager(), rotary, shape.dHead());
        return new Transformer.Parts(
                new Embedding(tokens, 1, null),
                IntStream.range(0, shape.layers())
                        .mapToObj(layer -> block(tensors.under("layers." + layer + "."), layer, turns))
                        .toList(),
                new Unembedding(tensors.layerNorm("final_layer_norm", dModel, epsilon), unembedding, null));
    }

    private Block block(ModelTensors block, int layer, Rotary turns) {
        int dModel = shape.dModel();
        Norm ln1 = block.layerNorm("input_layernorm", dModel, epsilon).shownAt(HookPoint.ln1Normalized(layer));
        Norm ln2 = block.layerNorm("post_attention_layernorm", dModel, epsilon).shownAt(HookPoint.ln2Normalized(layer));
        Attention attention = new Attention(
                new Attention.FusedByHead(
                        block.linear("attention.query_key_value", dModel, 3 * dModel, attentionBias), shape.heads()),
                turns,
                new Attention.Scores(1 / Math.sqrt(shape.dHead()), null, null),
                shape.heads(),
                shape.heads(),
                block.linear("attention.dense", dModel, dModel, attentionBias));
        Mlp mlp = new Mlp.Plain(
                block.linear("mlp.dense_h_to_4h", dModel, shape.dMlp(), true),
                activation,
                block.linear("mlp.dense_4h_to_h", shape.dMlp(), dModel, true));
        return new Block(
                new Block.AttentionHalf(ln1, attention, Norm.NONE), new Block.MlpHalf(ln2, mlp, Norm.NONE), parallel);
    }
}
