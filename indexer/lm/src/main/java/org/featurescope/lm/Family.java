package org.featurescope.lm;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What differs between model families: their configuration and the names of their tensors. */
interface Family {

    Map<String, Function<ModelConfig, Family>> BY_MODEL_TYPE =
            new TreeMap<>(Map.of("gpt2", Gpt2::new, "llama", Llama::new));

    /**
     * The family of a configuration.
     *
     * @throws UnsupportedModelException if it is unknown, or if a setting would change the computation
     */
    static Family of(ModelConfig config) {
        Function<ModelConfig, Family> family = BY_MODEL_TYPE.get(config.modelType());
        if (family == null) {
            throw new UnsupportedModelException("the architecture \"" + config.modelType()
                    + "\" (model_type in config.json) is not supported; known: "
                    + List.copyOf(BY_MODEL_TYPE.keySet()));
        }
        return family.apply(config);
    }

    ModelShape shape();

    Transformer.Parts load(Weights weights, NDManager manager);
}
