package org.featurescope.pipeline.scan;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.featurescope.lm.sae.Sae;

/** Explains SAEs that look wrongly read. */
final class Suspects {

    private Suspects() {}

    /** @throws SuspectSaeException if one is suspect */
    static void refuse(Map<SaeSource, Fidelity> fidelity) {
        String explained = fidelity.entrySet().stream()
                .filter(entry -> entry.getValue().isSuspect())
                .map(entry -> explain(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(System.lineSeparator()));
        if (!explained.isEmpty()) {
            throw new SuspectSaeException(explained + System.lineSeparator()
                    + "Nothing is published. See what `--sae DIR,key=value` can say about an SAE; if it is right as it is,"
                    + " add --accept-suspect.");
        }
    }

    private static String explain(SaeSource source, Fidelity fidelity) {
        Sae sae = source.sae();
        return String.format(
                Locale.ROOT,
                "the SAE %s looks wrongly read, over %,d tokens: %s Likely causes: it belongs to another hook point than %s;"
                        + " the beginning-of-text token (--bos); its input should be scaled or centred (centred=true) and"
                        + " is not, or the other way round; k; it was trained on another model.",
                source.name(),
                fidelity.tokens(),
                String.join(" ", fidelity.suspicions()),
                sae.isTranscoder() ? sae.input() + " and " + sae.output() : sae.input());
    }
}
