package org.featurescope.pipeline.scan;

import java.time.Duration;
import java.util.Map;
import org.featurescope.core.evidence.EvidenceCollector;

/**
 * What a scan found.
 *
 * @param evidence by source, in the order of the sources
 * @param fidelity of each SAE among them
 * @param contexts that ran through the model
 * @param tokens that were counted
 * @param elapsed from the first document to the last token
 * @param forward the part of it that went into the model
 * @param encoding the part of it that went into SAEs, their reconstructions included
 * @param collecting the part of it that went into evidence
 */
public record ScanResult(
        Map<FeatureSource, EvidenceCollector> evidence,
        Map<SaeSource, Fidelity> fidelity,
        long contexts,
        long tokens,
        Duration elapsed,
        Duration forward,
        Duration encoding,
        Duration collecting) {

    /** Activations that were NaN or infinite and were left out. */
    public long nonFinite() {
        return evidence.values().stream()
                .mapToLong(source -> source.nonFinite().count())
                .sum();
    }
}
