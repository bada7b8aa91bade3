package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;

/**
 * GPT-Neo (Black et al. 2021), the architecture of TinyStories: as GPT-2, but scores are not scaled, queries, keys and
 * values have matrices of their own without biases, and local layers attend to a window.
 */
final class GptNeo implements Family {

    private final ModelShape shape;
    private final Activation activation;
    private final double epsilon;
    private final boolean tied;
    private final int window;
    private final List<String> attentionLayers;

    GptNeo(ConfigFile config) {
        int dModel = config.integer("hidden_size");
        int heads = config.integer("num_heads");
        shape = new ModelShape(
                "gpt_neo",
                config.integer("num_layers"),
                dModel,
                config.integer("intermediate_size", 4 * dModel),
                heads,
                heads,
                dModel / heads,
                config.integer("vocab_size"),
                config.integer("max_position_embeddings"));
        activation = Activation.read(config, "activation_function", "gelu_new");
        epsilon = config.number("layer_norm_epsilon", 1e-5);
        tied = config.flag("tie_word_embeddings", true);
        window = config.integer("window_size", 256);
        attentionLayers = attentionLayers(config, shape.layers());
        config.refuse(dModel % heads != 0, "hidden_size", "multiples of num_heads");
    }

    private static List<String> attentionLayers(ConfigFile config, int layers) {
        boolean paired = config.has("attention_types");
        String field = paired ? "attention_types" : "attention_layers";
        List<String> kinds = paired ? repeated(config.objects(field), layers) : config.texts(field);
        config.refuse(!Set.of("global", "local").containsAll(kinds), field, "global, local");
        config.refuse(kinds.size() != layers, field, "as many as num_layers, " + layers);
        return kinds;
    }

    /** Pairs of kinds of layers and how often they are repeated; at most one layer more than wanted is written out. */
    private static List<String> repeated(List<ConfigFile> pairs, int layers) {
        return pairs.stream()
                .flatMap(pair -> Stream.generate(() -> pair.texts("0")).limit(Math.min(pair.integer("1"), layers + 1)))
                .flatMap(List::stream)
                .limit(layers + 1L)
                .toList();
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
        Mlp mlp = new Mlp.Plain(
                block.linear("mlp.c_fc", dModel, shape.dMlp(), true),
                activation,
                block.linear("mlp.c_proj", shape.dMlp(), dModel, true));
        return new Block(
                new Block.AttentionHalf(ln1, attention(block.under("attn.attention."), layer), Norm.NONE),
                new Block.MlpHalf(ln2, mlp, Norm.NONE),
                false);
    }

    private Attention attention(ModelTensors attention, int layer) {
        int dModel = shape.dModel();
        boolean local = attentionLayers.get(layer).equals("local");
        return new Attention(
                new Attention.Separate(
                        attention.linear("q_proj", dModel, dModel, false),
                        attention.linear("k_proj", dModel, dModel, false),
                        attention.linear("v_proj", dModel, dModel, false)),
                null,
                new Attention.Scores(1, local ? window : null, null),
                shape.heads(),
                shape.heads(),
                attention.linear("out_proj", dModel, dModel, true));
    }
}
