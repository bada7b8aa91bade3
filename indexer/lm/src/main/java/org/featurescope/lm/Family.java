package org.featurescope.lm;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.UnsupportedException;

/** What differs between model families: their configuration and the names of their tensors. */
interface Family {

    Map<String, Function<ConfigFile, Family>> BY_MODEL_TYPE =
            new TreeMap<>(Map.of("gpt2", Gpt2::new, "llama", Llama::new));

    /**
     * The family of a configuration.
     *
     * @throws UnsupportedException if it is unknown, or if a setting would change the computation
     */
    static Family of(ConfigFile config) {
        Function<ConfigFile, Family> family = BY_MODEL_TYPE.get(config.text("model_type"));
        if (family == null) {
            throw new UnsupportedException("the architecture \"" + config.text("model_type")
                    + "\" (model_type in config.json) is not supported; known: "
                    + List.copyOf(BY_MODEL_TYPE.keySet()));
        }
        return family.apply(config);
    }

    ModelShape shape();

    /** Hook points and their widths, in the order they are computed; the logits come last. */
    Map<HookPoint, Integer> hookPoints();

    Transformer.Parts load(Weights weights, TensorLoader loader);
}
