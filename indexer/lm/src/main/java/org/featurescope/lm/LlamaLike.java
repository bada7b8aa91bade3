package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.Attention.GroupNorm;
import org.featurescope.lm.Attention.Scores;
import org.featurescope.lm.file.ConfigFile;
import org.jspecify.annotations.Nullable;

/**
 * Llama and its relatives: rotary positions, RMSNorm, gated MLP, grouped-query attention. Where they differ there is a
 * method, which answers for Llama; a family overrides what is otherwise in it.
 */
abstract class LlamaLike implements Family {

    /** Where a block normalises. */
    enum Norms {
        BEFORE,
        BEFORE_AND_AFTER,
        AFTER
    }

    /** What of queries and keys is normalised. */
    enum QueryKeyNorm {
        NONE,
        EACH_HEAD,
        ALL_HEADS
    }

    // what other models that descend from Llama have and these do not; transformers passes over it
    private static final List<String> EXPERTS = List.of("num_experts", "num_local_experts", "n_routed_experts");
    private static final List<String> MULTIPLIERS = List.of(
            "logit_scale", "logits_scaling", "embedding_multiplier", "residual_multiplier", "attention_multiplier");

    private final ModelShape shape;
    private final Activation activation;
    private final double epsilon;
    private final boolean tied;

    /**
     * @param activation of the gate
     * @param epsilon of the norms
     * @param tied whether the embedding also makes the logits
     */
    LlamaLike(ConfigFile config, ModelShape shape, Activation activation, double epsilon, boolean tied) {
        this.shape = shape;
        this.activation = activation;
        this.epsilon = epsilon;
        this.tied = tied;
        config.refuse(shape.heads() % shape.kvHeads() != 0, "num_key_value_heads", "divisors of num_attention_heads");
        config.refuse(shape.dHead() % 2 != 0, "head_dim", "even numbers");
        EXPERTS.forEach(field -> config.refuse(config.has(field), field, "none; mixtures of experts are not"));
        MULTIPLIERS.forEach(field -> config.refuse(config.number(field, 1) != 1, field, "1"));
    }

    /** Sizes under the names that all relatives have for them. */
    static ModelShape shape(ConfigFile config, String family, int kvHeads, int dHead) {
        return new ModelShape(
                family,
                config.integer("num_hidden_layers"),
                config.integer("hidden_size"),
                config.integer("intermediate_size"),
                config.integer("num_attention_heads"),
                kvHeads,
                dHead,
                config.integer("vocab_size"),
                config.integer("max_position_embeddings"));
    }

    /** The width of a head where the configuration does not tell. */
    static int evenHeads(ConfigFile config) {
        int heads = config.integer("num_attention_heads");
        config.refuse(
                !config.has("head_dim") && config.integer("hidden_size") % heads != 0,
                "hidden_size",
                "multiples of num_attention_heads, or with head_dim");
        return config.integer("head_dim", config.integer("hidden_size") / heads);
    }

    abstract RotarySettings rotary(int layer);

    boolean queryKeyValueBias() {
        return false;
    }

    boolean attentionOutputBias() {
        return false;
    }

    boolean mlpBias() {
        return false;
    }

    Norms norms() {
        return Norms.BEFORE;
    }

    /** Whether a stored norm weight of 0 means 1. */
    boolean normWeightsCountFromOne() {
        return false;
    }

    QueryKeyNorm queryKeyNorm() {
        return QueryKeyNorm.NONE;
    }

    Scores scores(int layer) {
        return new Scores(1 / Math.sqrt(shape.dHead()), null, null);
    }

    double embeddingScale() {
        return 1;
    }

    @Nullable Double logitCap() {
        return null;
    }

    /** What may stand in front of the names of tensors. */
    String[] prefixes() {
        return new String[] {"model.", ""};
    }

    @Override
    public final ModelShape shape() {
        return shape;
    }

    @Override
    public final Map<HookPoint, Integer> hookPoints() {
        BlockLayout layout = norms() == Norms.AFTER ? BlockLayout.POST_NORM : BlockLayout.PRE_NORM;
        return layout.hookPoints(shape, true);
    }

    @Override
    public final Transformer.Parts load(Weights weights, TensorLoader loader) {
        return new Assembly(ModelTensors.find(weights, loader, "embed_tokens.weight", prefixes())).parts();
    }

    private final class Assembly {
        private final ModelTensors tensors;
        private final Map<RotarySettings, Rotary> rotaries = new HashMap<>();

        Assembly(ModelTensors tensors) {
            this.tensors = tensors;
        }

        Transformer.Parts parts() {
            NDArray tokens = tensors.tensor("embed_tokens.weight", shape.vocabularySize(), shape.dModel());
            NDArray unembedding = tied
                    ? tokens
                    : tensors.unprefixed().tensor("lm_head.weight", shape.vocabularySize(), shape.dModel());
            return new Transformer.Parts(
                    new Embedding(tokens, embeddingScale(), null),
                    IntStream.range(0, shape.layers()).mapToObj(this::block).toList(),
                    new Unembedding(norm(tensors, "norm"), unembedding, logitCap()));
        }

        private Block block(int layer) {
            ModelTensors block = tensors.under("layers." + layer + ".");
            Attention attention = attention(block.under("self_attn."), layer);
            Mlp mlp = mlp(block.under("mlp."));
            HookPoint ln1 = HookPoint.ln1Normalized(layer);
            HookPoint ln2 = HookPoint.ln2Normalized(layer);
            return switch (norms()) {
                case BEFORE ->
                    new Block(
                            new Block.AttentionHalf(
                                    norm(block, "input_layernorm").shownAt(ln1), attention, Norm.NONE),
                            new Block.MlpHalf(
                                    norm(block, "post_attention_layernorm").shownAt(ln2), mlp, Norm.NONE),
                            false);
                case BEFORE_AND_AFTER ->
                    new Block(
                            new Block.AttentionHalf(
                                    norm(block, "input_layernorm").shownAt(ln1),
                                    attention,
                                    norm(block, "post_attention_layernorm")),
                            new Block.MlpHalf(
                                    norm(block, "pre_feedforward_layernorm").shownAt(ln2),
                                    mlp,
                                    norm(block, "post_feedforward_layernorm")),
                            false);
                case AFTER ->
                    new Block(
                            new Block.AttentionHalf(
                                    Norm.NONE,
                                    attention,
                                    norm(block, "post_attention_layernorm").shownAt(ln1)),
                            new Block.MlpHalf(
                                    Norm.NONE,
                                    mlp,
                                    norm(block, "post_feedforward_layernorm").shownAt(ln2)),
                            false);
            };
        }

        private Attention attention(ModelTensors self, int layer) {
            int dModel = shape.dModel();
            int q = shape.heads() * shape.dHead();
            int kv = shape.kvHeads() * shape.dHead();
            Attention.Projections projections = new Attention.Separate(
                    self.linear("q_proj", dModel, q, queryKeyValueBias()),
                    self.linear("k_proj", dModel, kv, queryKeyValueBias()),
                    self.linear("v_proj", dModel, kv, queryKeyValueBias()));
            Attention.Projections normalised = switch (queryKeyNorm()) {
                case NONE -> projections;
                case EACH_HEAD -> normalised(projections, self, shape.dHead(), shape.dHead());
                case ALL_HEADS -> normalised(projections, self, q, kv);
            };
            return new Attention(
                    normalised,
                    rotaries.computeIfAbsent(
                            rotary(layer), settings -> new Rotary(self.loader().manager(), settings, shape.dHead())),
                    scores(layer),
                    shape.heads(),
                    shape.kvHeads(),
                    self.linear("o_proj", q, dModel, attentionOutputBias()));
        }

        private Attention.Projections normalised(
                Attention.Projections projections, ModelTensors self, int queryWidth, int keyWidth) {
            return new Attention.Normalised(
                    projections,
                    new GroupNorm(normWeight(self, "q_norm", queryWidth), epsilon),
                    new GroupNorm(normWeight(self, "k_norm", keyWidth), epsilon));
        }

        private Mlp mlp(ModelTensors mlp) {
            return new Mlp.Gated(
                    mlp.linear("gate_proj", shape.dModel(), shape.dMlp(), mlpBias()),
                    activation,
                    mlp.linear("up_proj", shape.dModel(), shape.dMlp(), mlpBias()),
                    mlp.linear("down_proj", shape.dMlp(), shape.dModel(), mlpBias()));
        }

        private Norm norm(ModelTensors tensors, String name) {
            return new Norm.RmsNorm(normWeight(tensors, name, shape.dModel()), epsilon);
        }

        private NDArray normWeight(ModelTensors tensors, String name, int width) {
            NDArray weight = tensors.tensor(name + ".weight", width);
            return normWeightsCountFromOne() ? weight.add(1) : weight;
        }
    }
}
