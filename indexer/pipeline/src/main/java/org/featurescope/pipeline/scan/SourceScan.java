package org.featurescope.pipeline.scan;

import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.lm.Activations;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.SaeEncoder;

/** Collects the evidence of one source while the model runs. */
sealed interface SourceScan extends AutoCloseable {

    /** @param evidence is added to */
    static SourceScan of(SourceEvidence evidence, HookedModel model) {
        if (evidence.source() instanceof SaeSource sae) {
            SaeEncoder encoder = model.attach(sae.sae());
            evidence.unexplained().ifPresent(encoder::measureInto);
            return new OfLatents(encoder, evidence.collector());
        }
        return new OfDimensions(evidence.source().hookPoint(), evidence.collector());
    }

    Set<HookPoint> hookPoints();

    /** @param measured whether the batch counts in the fidelity of an SAE */
    void onActivations(HookPoint point, Activations activations, boolean measured, ScanClock clock);

    @Override
    void close();

    record OfDimensions(HookPoint hookPoint, EvidenceCollector evidence) implements SourceScan {

        @Override
        public Set<HookPoint> hookPoints() {
            return Set.of(hookPoint);
        }

        @Override
        public void onActivations(HookPoint point, Activations activations, boolean measured, ScanClock clock) {
            clock.collecting(() -> evidence.accept(activations));
        }

        @Override
        public void close() {}
    }

    record OfLatents(SaeEncoder encoder, EvidenceCollector evidence) implements SourceScan {

        @Override
        public Set<HookPoint> hookPoints() {
            return encoder.hookPoints();
        }

        @Override
        public void onActivations(HookPoint point, Activations activations, boolean measured, ScanClock clock) {
            clock.encoding(() -> encoder.onActivations(
                    point, activations, measured, latents -> clock.collecting(() -> evidence.accept(latents))));
        }

        @Override
        public void close() {
            encoder.close();
        }
    }
}
