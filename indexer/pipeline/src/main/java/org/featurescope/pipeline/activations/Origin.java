package org.featurescope.pipeline.activations;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.featurescope.core.FileHash;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.sae.Sae;
import org.featurescope.pipeline.ProgramVersion;

/**
 * Where the numbers of a file come from, as names and values; the names are those of the JSON of pages where it has them.
 *
 * @param facts what does not apply is not in it
 * @param saes the same for each SAE, by its name
 */
record Origin(Map<String, Object> facts, Map<String, Map<String, Object>> saes) {

    static Origin of(ActivationRequest request, ModelFolder model, OptionalInt bosToken) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("programVersion", ProgramVersion.get());
        facts.put(
                "model",
                String.valueOf(request.model().toAbsolutePath().normalize().getFileName()));
        facts.put("family", model.shape().family());
        facts.put("weightsSha256", model.weightsSha256());
        facts.put("tokenizerSha256", model.tokenizerSha256());
        facts.put("corpus", request.corpus().name());
        if (!request.corpus().files().isEmpty()) {
            facts.put("corpusSha256", request.corpus().sha256());
        }
        facts.put("contextTokens", request.contextTokens());
        bosToken.ifPresent(id -> facts.put("bosTokenId", id));
        facts.put("dtype", "float32");
        facts.put("device", request.device());
        Map<String, Map<String, Object>> saes = new LinkedHashMap<>();
        request.saes().forEach(sae -> saes.put(sae.name(), facts(sae)));
        return new Origin(facts, saes);
    }

    private static Map<String, Object> facts(Sae sae) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("hook", sae.input().name());
        facts.put("features", sae.features());
        facts.put("sha256", FileHash.sha256(sae.files()));
        return facts;
    }

    /** All in one, as texts; those of an SAE are named {@code NAME.hook} and so on. */
    Map<String, String> flat() {
        Map<String, String> flat = new LinkedHashMap<>();
        facts.forEach((name, value) -> flat.put(name, String.valueOf(value)));
        saes.forEach((sae, ofSae) -> ofSae.forEach((name, value) -> flat.put(sae + "." + name, String.valueOf(value))));
        return flat;
    }
}
