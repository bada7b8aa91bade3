package org.featurescope.lm;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.UnsupportedException;

/** What differs between model families: their configuration and the names of their tensors. */
interface Family {

    Map<String, Function<ConfigFile, Family>> BY_MODEL_TYPE = new TreeMap<>(Map.ofEntries(
            Map.entry("gpt2", Gpt2::new),
            Map.entry("gpt_neo", GptNeo::new),
            Map.entry("gpt_neox", GptNeoX::new),
            Map.entry("llama", Llama::new),
            Map.entry("mistral", Mistral::new),
            Map.entry("qwen2", Qwen2::new),
            Map.entry("qwen3", Qwen3::new),
            Map.entry("gemma2", Gemma2::new),
            Map.entry("gemma3", Gemma3::ofMultimodal),
            Map.entry("gemma3_text", Gemma3::text),
            Map.entry("olmo2", Olmo2::new)));

    /**
     * The family of a configuration.
     *
     * @throws UnsupportedException if it is unknown, or if a setting would change the computation
     */
    static Family of(ConfigFile config) {
        Function<ConfigFile, Family> family = BY_MODEL_TYPE.get(config.text("model_type"));
        if (family == null) {
            throw config.unsupported("model_type", String.join(", ", BY_MODEL_TYPE.keySet()));
        }
        config.refuse(
                config.has("quantization_config"),
                "quantization_config",
                "none; load the model with transformers, dequantise it, and save it in fp32, fp16 or bf16");
        return family.apply(config);
    }

    ModelShape shape();

    /** Hook points and their widths, in the order they are computed; the logits come last. */
    Map<HookPoint, Integer> hookPoints();

    Transformer.Parts load(Weights weights, TensorLoader loader);
}
