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
 * @param facts without a value where something does not apply
 */
record Origin(Map<String, String> facts) {

    static Origin of(ActivationRequest request, ModelFolder model, OptionalInt bosToken) {
        Map<String, String> facts = new LinkedHashMap<>();
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
        facts.put("contextTokens", String.valueOf(request.contextTokens()));
        bosToken.ifPresent(id -> facts.put("bosTokenId", String.valueOf(id)));
        facts.put("dtype", "float32");
        facts.put("device", request.device());
        for (Sae sae : request.saes()) {
            facts.put(sae.name() + ".hook", sae.input().name());
            facts.put(sae.name() + ".features", String.valueOf(sae.features()));
            facts.put(sae.name() + ".sha256", FileHash.sha256(sae.files()));
        }
        return new Origin(facts);
    }
}
