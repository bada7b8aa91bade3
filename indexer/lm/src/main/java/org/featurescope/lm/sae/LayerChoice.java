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

    /**
     * The options for one layer of a folder: a hook point without a block, such as {@code mlp.hook_in}, is that site of each
     * layer.
     *
     * @throws IllegalArgumentException if the options name the place of one, and several were chosen
     */
    static SaeOptions forLayer(Path folder, int layer, int chosen, SaeOptions options) {
        HookPoint input = options.input();
        if (chosen > 1 && input != null && input.layer() != null) {
            throw new IllegalArgumentException(folder + ": hook=" + input + " is the place of one SAE, and " + chosen
                    + " are here; say hook=" + input.site() + " for all, or choose one with layers=");
        }
        return options.at(at(layer, input), at(layer, options.output()));
    }

    private static @Nullable HookPoint at(int layer, @Nullable HookPoint hook) {
        return hook == null || hook.layer() != null ? hook : new HookPoint(layer, hook.site());
    }
}
