package org.featurescope.pipeline.scan;

import java.time.Duration;
import java.util.Map;
import org.featurescope.core.evidence.EvidenceCollector;

/**
 * What a scan found.
 *
 * @param evidence by source, in the order of the layers
 * @param contexts that ran through the model
 * @param tokens that were counted
 * @param elapsed from the first document to the last token
 * @param forward the part of it that went into the model
 * @param collecting the part of it that went into evidence
 */
public record ScanResult(
        Map<NeuronSource, EvidenceCollector> evidence,
        long contexts,
        long tokens,
        Duration elapsed,
        Duration forward,
        Duration collecting) {

    /** Activations that were NaN or infinite and were left out. */
    public long nonFinite() {
        return evidence.values().stream()
                .mapToLong(source -> source.nonFinite().count())
                .sum();
    }
}
