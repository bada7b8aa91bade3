package org.featurescope.lm.sae;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.featurescope.core.HookPoint;
import org.jspecify.annotations.Nullable;

/** What of a folder with an SAE for each layer a person wants. */
final class LayerChoice {

    private LayerChoice() {}

    /**
     * The layers that the options name, all if they name none.
     *
     * @throws IllegalArgumentException if one is not there
     */
    static <T> SortedMap<Integer, T> of(Path folder, SortedMap<Integer, T> byLayer, SaeOptions options) {
        if (options.layers().isEmpty()) {
            return byLayer;
        }
        SortedMap<Integer, T> chosen = new TreeMap<>();
        for (int layer : options.layers()) {
            T one = byLayer.get(layer);
            if (one == null) {
                throw new IllegalArgumentException(
                        folder + ": has no SAE of layer " + layer + "; its layers: " + byLayer.keySet());
            }
            chosen.put(layer, one);
        }
        return chosen;
    }

    /** A hook point for one layer: a name without a block, such as {@code mlp.hook_in}, means that site of each. */
    static @Nullable HookPoint at(int layer, @Nullable HookPoint hook) {
        return hook == null || hook.layer() != null ? hook : new HookPoint(layer, hook.site());
    }
}
