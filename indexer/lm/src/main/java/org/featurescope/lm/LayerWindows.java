package org.featurescope.lm;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.featurescope.lm.file.ConfigFile;
import org.jspecify.annotations.Nullable;

/**
 * Which layers attend to a sliding window instead of all tokens before.
 *
 * @param size tokens a token attends to in such a layer, itself included; null where there is none
 */
record LayerWindows(IntPredicate sliding, @Nullable Integer size) {

    private static final String FULL = "full_attention";
    private static final String SLIDING = "sliding_attention";

    /**
     * As {@code layer_types} says.
     *
     * @param otherwise which layers slide where that is missing
     */
    static LayerWindows read(ConfigFile config, int layers, @Nullable Integer size, IntPredicate otherwise) {
        List<String> types = config.texts("layer_types");
        if (types.isEmpty()) {
            return new LayerWindows(layer -> size != null && otherwise.test(layer), size);
        }
        config.refuse(types.size() != layers, "layer_types", "a list as long as there are layers, " + layers);
        config.refuse(!Set.of(FULL, SLIDING).containsAll(types), "layer_types", FULL + ", " + SLIDING);
        config.refuse(
                size == null && types.contains(SLIDING),
                "layer_types",
                FULL + " only, where sliding_window is null or use_sliding_window is false");
        return new LayerWindows(layer -> types.get(layer).equals(SLIDING), size);
    }

    /** Qwen 2 and 3: all layers from {@code max_window_layers} on, if {@code use_sliding_window} says so. */
    static LayerWindows ofQwen(ConfigFile config, int layers) {
        double first = config.number("max_window_layers", 28);
        Integer size = config.flag("use_sliding_window", false) ? config.integerOrNull("sliding_window", 4096) : null;
        return read(config, layers, size, layer -> layer >= first);
    }

    boolean isSliding(int layer) {
        return sliding.test(layer);
    }

    @Nullable Integer of(int layer) {
        return isSliding(layer) ? size : null;
    }
}
