package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.stream.IntStream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;

/**
 * GPT-2 (Radford et al. 2019) as transformers stores it: learned positions, LayerNorm, fused query-key-value matrix,
 * matrices {@code [in, out]}.
 */
final class Gpt2 implements Family {

    private final ModelShape shape;
    private final Activation activation;
    private final double epsilon;
    private final boolean tied;
    private final boolean scaledByHead;
    private final boolean scaledByLayer;

    Gpt2(ConfigFile config) {
        int dModel = config.integer("n_embd");
        int heads = config.integer("n_head");
        shape = new ModelShape(
                "gpt2",
                config.integer("n_layer"),
                dModel,
                config.integer("n_inner", 4 * dModel),
                heads,
                heads,
                dModel / heads,
                config.integer("vocab_size"),
                config.integer("n_positions"));
        activation = Activation.read(config, "activation_function", "gelu_new");
        epsilon = config.number("layer_norm_epsilon", 1e-5);
        tied = config.flag("tie_word_embeddings", true);
        scaledByHead = config.flag("scale_attn_weights", true);
        scaledByLayer = config.flag("scale_attn_by_inverse_layer_idx", false);
        config.refuse(config.flag("add_cross_attention", false), "add_cross_attention", "false");
        config.refuse(dModel % heads != 0, "n_embd", "multiples of n_head");
    }

    @Override
    public ModelShape shape() {
        return shape;
    }

    @Override
    public Map<HookPoint, Integer> hookPoints() {
        return BlockLayout.PRE_NORM.hookPoints(shape, false);
    }

    @Override
    public Transformer.Parts load(Weights weights, TensorLoader loader) {
        // what transformers saves has a prefix, OpenAI's own upload has none
        ModelTensors tensors = ModelTensors.find(weights, loader, "wte.weight", "transformer.", "");
        int dModel = shape.dModel();
        NDArray tokens = tensors.tensor("wte.weight", shape.vocabularySize(), dModel);
        NDArray unembedding =
                tied ? tokens : tensors.unprefixed().tensor("lm_head.weight", shape.vocabularySize(), dModel);
        return new Transformer.Parts(
                new Embedding(tokens, 1, tensors.tensor("wpe.weight", shape.maxPositions(), dModel)),
                IntStream.range(0, shape.layers())
                        .mapToObj(layer -> block(tensors.under("h." + layer + "."), layer))
                        .toList(),
                new Unembedding(tensors.layerNorm("ln_f", dModel, epsilon), unembedding, null));
    }

    private Block block(ModelTensors block, int layer) {
        int dModel = shape.dModel();
        Norm ln1 = block.layerNorm("ln_1", dModel, epsilon).shownAt(HookPoint.ln1Normalized(layer));
        Norm ln2 = block.layerNorm("ln_2", dModel, epsilon).shownAt(HookPoint.ln2Normalized(layer));
        Attention attention = new Attention(
                new Attention.Fused(block.transposedLinear("attn.c_attn", dModel, 3 * dModel)),
                null,
                new Attention.Scores(scoreScale(layer), null, null),
                shape.heads(),
                shape.heads(),
                block.transposedLinear("attn.c_proj", dModel, dModel));
        Mlp mlp = new Mlp.Plain(
                block.transposedLinear("mlp.c_fc", dModel, shape.dMlp()),
                activation,
                block.transposedLinear("mlp.c_proj", shape.dMlp(), dModel));
        return new Block(
                new Block.AttentionHalf(ln1, attention, Norm.NONE), new Block.MlpHalf(ln2, mlp, Norm.NONE), false);
    }

    private double scoreScale(int layer) {
        return (scaledByHead ? 1 / Math.sqrt(shape.dHead()) : 1) / (scaledByLayer ? layer + 1 : 1);
    }
}
