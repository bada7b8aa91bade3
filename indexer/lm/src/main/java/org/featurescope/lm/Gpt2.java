package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;

/**
 * GPT-2 (Radford et al. 2019) as transformers stores it: learned positions, LayerNorm, fused query-key-value matrix,
 * matrices {@code [in, out]}, tied embeddings.
 */
final class Gpt2 implements Family {

    private static final Set<String> GELU_TANH = Set.of("gelu_new", "gelu_pytorch_tanh");

    private final ModelShape shape;
    private final double epsilon;
    private final boolean tied;

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
        epsilon = config.number("layer_norm_epsilon");
        tied = config.flag("tie_word_embeddings", true);
        config.refuse(!GELU_TANH.contains(config.text("activation_function")), "activation_function", GELU_TANH + "");
        config.refuse(!config.flag("scale_attn_weights", true), "scale_attn_weights", "true");
        config.refuse(
                config.flag("scale_attn_by_inverse_layer_idx", false), "scale_attn_by_inverse_layer_idx", "false");
        config.refuse(config.flag("add_cross_attention", false), "add_cross_attention", "false");
        config.refuse(dModel % shape.heads() != 0, "n_embd", "multiples of n_head");
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
        // OpenAI's own upload has no prefix, what transformers saves has one
        String prefix = weights.has("transformer.wte.weight") ? "transformer." : "";
        return new Loader(weights, loader, prefix).parts();
    }

    private final class Loader {
        private final Weights weights;
        private final TensorLoader loader;
        private final String prefix;

        Loader(Weights weights, TensorLoader loader, String prefix) {
            this.weights = weights;
            this.loader = loader;
            this.prefix = prefix;
        }

        Transformer.Parts parts() {
            NDArray tokens = tensor("wte.weight", shape.vocabularySize(), shape.dModel());
            NDArray unembedding =
                    tied ? tokens : weights.tensor(loader, "lm_head.weight", shape.vocabularySize(), shape.dModel());
            return new Transformer.Parts(
                    new Embedding(tokens, tensor("wpe.weight", shape.maxPositions(), shape.dModel())),
                    IntStream.range(0, shape.layers()).mapToObj(this::block).toList(),
                    norm("ln_f"),
                    new Linear(unembedding, null));
        }

        private Block block(int layer) {
            String block = "h." + layer + ".";
            int dModel = shape.dModel();
            Attention attention = new Attention(
                    new Attention.Fused(linear(block + "attn.c_attn", dModel, 3 * dModel)),
                    null,
                    shape.heads(),
                    shape.heads(),
                    linear(block + "attn.c_proj", dModel, dModel));
            Mlp mlp = new Mlp.Plain(
                    linear(block + "mlp.c_fc", dModel, shape.dMlp()),
                    linear(block + "mlp.c_proj", shape.dMlp(), dModel));
            Norm ln1 = norm(block + "ln_1").shownAt(HookPoint.ln1Normalized(layer));
            Norm ln2 = norm(block + "ln_2").shownAt(HookPoint.ln2Normalized(layer));
            return new Block(
                    new Block.AttentionHalf(ln1, attention, Norm.NONE), new Block.MlpHalf(ln2, mlp, Norm.NONE), false);
        }

        /** The matrix is stored {@code [in, out]}; its transpose is a view. */
        private Linear linear(String name, int in, int out) {
            return new Linear(tensor(name + ".weight", in, out).transpose(), tensor(name + ".bias", out));
        }

        private Norm norm(String name) {
            return new Norm.LayerNorm(
                    tensor(name + ".weight", shape.dModel()), tensor(name + ".bias", shape.dModel()), epsilon);
        }

        private NDArray tensor(String name, long... expected) {
            return weights.tensor(loader, prefix + name, expected);
        }
    }
}
