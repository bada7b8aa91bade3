package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.stream.IntStream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.jspecify.annotations.Nullable;

/**
 * Llama (Touvron et al. 2023): rotary positions, RMSNorm, SwiGLU, grouped-query attention. Reads the configuration in
 * the spelling of transformers 4 ({@code rope_theta}) and 5 ({@code rope_parameters}).
 */
final class Llama implements Family {

    private final ModelShape shape;
    private final double epsilon;
    private final double ropeTheta;
    private final boolean tied;
    private final boolean attentionBias;
    private final boolean mlpBias;

    Llama(ConfigFile config) {
        int dModel = config.integer("hidden_size");
        int heads = config.integer("num_attention_heads");
        shape = new ModelShape(
                "llama",
                config.integer("num_hidden_layers"),
                dModel,
                config.integer("intermediate_size"),
                heads,
                config.integer("num_key_value_heads", heads),
                config.integer("head_dim", dModel / heads),
                config.integer("vocab_size"),
                config.integer("max_position_embeddings"));
        epsilon = config.number("rms_norm_eps");
        ropeTheta = ropeTheta(config);
        tied = config.flag("tie_word_embeddings", false);
        attentionBias = config.flag("attention_bias", false);
        mlpBias = config.flag("mlp_bias", false);
        config.refuse(!config.text("hidden_act").equals("silu"), "hidden_act", "silu");
        config.refuse(config.has("rope_scaling"), "rope_scaling", "null");
        config.refuse(shape.heads() % shape.kvHeads() != 0, "num_key_value_heads", "divisors of num_attention_heads");
    }

    private static double ropeTheta(ConfigFile config) {
        ConfigFile rope = config.object("rope_parameters");
        rope.refuse(rope.has("rope_type") && !rope.text("rope_type").equals("default"), "rope_type", "\"default\"");
        if (rope.has("rope_theta")) {
            return rope.number("rope_theta");
        }
        return config.has("rope_theta") ? config.number("rope_theta") : 10_000;
    }

    @Override
    public ModelShape shape() {
        return shape;
    }

    @Override
    public Map<HookPoint, Integer> hookPoints() {
        return BlockLayout.PRE_NORM.hookPoints(shape, true);
    }

    @Override
    public Transformer.Parts load(Weights weights, TensorLoader loader) {
        Rotary rotary = Rotary.create(loader.manager(), shape.maxPositions(), shape.dHead(), ropeTheta);
        return new Loader(weights, loader, rotary).parts();
    }

    private final class Loader {
        private final Weights weights;
        private final TensorLoader loader;
        private final Rotary rotary;

        Loader(Weights weights, TensorLoader loader, Rotary rotary) {
            this.weights = weights;
            this.loader = loader;
            this.rotary = rotary;
        }

        Transformer.Parts parts() {
            NDArray tokens = tensor("model.embed_tokens.weight", shape.vocabularySize(), shape.dModel());
            NDArray unembedding = tied ? tokens : tensor("lm_head.weight", shape.vocabularySize(), shape.dModel());
            return new Transformer.Parts(
                    new Embedding(tokens, null),
                    IntStream.range(0, shape.layers()).mapToObj(this::block).toList(),
                    norm("model.norm"),
                    new Linear(unembedding, null));
        }

        private Block block(int layer) {
            String block = "model.layers." + layer + ".";
            Norm ln1 = norm(block + "input_layernorm").shownAt(HookPoint.ln1Normalized(layer));
            Norm ln2 = norm(block + "post_attention_layernorm").shownAt(HookPoint.ln2Normalized(layer));
            return new Block(
                    new Block.AttentionHalf(ln1, attention(block + "self_attn."), Norm.NONE),
                    new Block.MlpHalf(ln2, mlp(block + "mlp."), Norm.NONE),
                    false);
        }

        private Attention attention(String prefix) {
            int q = shape.heads() * shape.dHead();
            int kv = shape.kvHeads() * shape.dHead();
            Attention.Separate projections = new Attention.Separate(
                    linear(prefix + "q_proj", shape.dModel(), q, attentionBias),
                    linear(prefix + "k_proj", shape.dModel(), kv, attentionBias),
                    linear(prefix + "v_proj", shape.dModel(), kv, attentionBias));
            Linear output = linear(prefix + "o_proj", q, shape.dModel(), attentionBias);
            return new Attention(projections, rotary, shape.heads(), shape.kvHeads(), output);
        }

        private Mlp mlp(String prefix) {
            return new Mlp.Gated(
                    linear(prefix + "gate_proj", shape.dModel(), shape.dMlp(), mlpBias),
                    linear(prefix + "up_proj", shape.dModel(), shape.dMlp(), mlpBias),
                    linear(prefix + "down_proj", shape.dMlp(), shape.dModel(), mlpBias));
        }

        private Linear linear(String name, int in, int out, boolean biased) {
            @Nullable NDArray bias = biased ? tensor(name + ".bias", out) : null;
            return new Linear(tensor(name + ".weight", out, in), bias);
        }

        private Norm norm(String name) {
            return new Norm.RmsNorm(tensor(name + ".weight", shape.dModel()), epsilon);
        }

        private NDArray tensor(String name, long... expected) {
            return weights.tensor(loader, name, expected);
        }
    }
}
