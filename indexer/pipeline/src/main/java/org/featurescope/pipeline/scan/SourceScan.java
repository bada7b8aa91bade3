package org.featurescope.pipeline.scan;

import java.util.Objects;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.lm.Activations;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.SaeEncoder;
import org.jspecify.annotations.Nullable;

/** Collects the evidence of one source while the model runs. */
sealed interface SourceScan extends AutoCloseable {

    /** @param evidence is added to */
    static SourceScan of(SourceEvidence evidence, HookedModel model) {
        if (evidence.source() instanceof SaeSource sae) {
            SaeEncoder encoder = model.attach(sae.sae());
            evidence.unexplained().ifPresent(encoder::measureInto);
            return new OfLatents(encoder, evidence.collector());
        }
        HookPoint point = evidence.source().hookPoint();
        return evidence.collector().shape().gated()
                ? new OfGatedNeurons(
                        point, HookPoint.mlpPre(Objects.requireNonNull(point.layer())), evidence.collector())
                : new OfDimensions(point, evidence.collector());
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

    /** Collects when both the gate and, later in the same block, the neurons have been shown. */
    final class OfGatedNeurons implements SourceScan {

        private final HookPoint neurons;
        private final HookPoint gate;
        private final EvidenceCollector evidence;
        private @Nullable Activations gateShown;

        OfGatedNeurons(HookPoint neurons, HookPoint gate, EvidenceCollector evidence) {
            this.neurons = neurons;
            this.gate = gate;
            this.evidence = evidence;
        }

        @Override
        public Set<HookPoint> hookPoints() {
            return Set.of(gate, neurons);
        }

        @Override
        public void onActivations(HookPoint point, Activations activations, boolean measured, ScanClock clock) {
            if (point.equals(gate)) {
                gateShown = activations;
            } else {
                Activations shown = Objects.requireNonNull(gateShown, "the gate comes before the neurons");
                gateShown = null;
                clock.collecting(() -> evidence.accept(activations, shown));
            }
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
