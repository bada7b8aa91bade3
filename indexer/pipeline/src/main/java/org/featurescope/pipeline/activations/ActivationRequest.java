package org.featurescope.pipeline.activations;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.sae.Sae;
import org.featurescope.pipeline.BosPolicy;
import org.featurescope.pipeline.corpus.Corpus;

/**
 * What to write, and where.
 *
 * @param model a Hugging Face model folder
 * @param hooks hook points whose activations are written
 * @param saes whose latents are written
 * @param contextTokens the longest context, beginning-of-text token included
 * @param maxTokens ends with the context that reaches so many counted tokens; empty: the whole corpus
 * @param batchContexts contexts that run through the model together
 * @param device {@code cpu}, {@code gpu} or {@code gpu:NUMBER}
 * @param out {@code .safetensors} or {@code .json}
 */
public record ActivationRequest(
        Path model,
        List<HookPoint> hooks,
        List<Sae> saes,
        Corpus corpus,
        int contextTokens,
        BosPolicy bos,
        OptionalLong maxTokens,
        int batchContexts,
        String device,
        Path out) {

    public ActivationRequest {
        hooks = List.copyOf(hooks);
        saes = List.copyOf(saes);
        if (hooks.isEmpty() && saes.isEmpty()) {
            throw new IllegalArgumentException("nothing to write; give --hook NAME or --sae DIR");
        }
        if (batchContexts < 1) {
            throw new IllegalArgumentException("--batch-contexts must be >= 1, got " + batchContexts);
        }
        if (maxTokens.isPresent() && maxTokens.getAsLong() < 1) {
            throw new IllegalArgumentException("--max-tokens must be >= 1, got " + maxTokens.getAsLong());
        }
        requireDifferentNames(saes);
    }

    private static void requireDifferentNames(List<Sae> saes) {
        for (int i = 1; i < saes.size(); i++) {
            String name = saes.get(i).name();
            if (saes.subList(0, i).stream().anyMatch(sae -> sae.name().equals(name))) {
                throw new IllegalArgumentException(
                        "two SAEs are named " + name + "; give one another name: --sae DIR,name=NAME");
            }
        }
    }
}
