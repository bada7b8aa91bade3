package org.featurescope.pipeline.scan;

import java.util.Objects;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.PeakText;
import org.featurescope.core.evidence.SourceShape;
import org.featurescope.lm.Activations;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.SaeEncoder;
import org.jspecify.annotations.Nullable;

/** Collects the evidence of one source while the model runs. */
sealed interface SourceScan extends AutoCloseable {

    static SourceScan of(FeatureSource source, HookedModel model, EvidenceSettings settings, PeakText peakText) {
        HookPoint gate = gate(source, model);
        SourceShape shape = new SourceShape(source.features(), !(source instanceof SaeSource), gate != null);
        EvidenceCollector evidence = new EvidenceCollector(shape, settings, peakText);
        if (source instanceof SaeSource sae) {
            return new OfLatents(sae, model.attach(sae.sae()), evidence);
        }
        return gate == null ? new OfDimensions(source, evidence) : new OfGatedNeurons(source, gate, evidence);
    }

    /** Where the gate of a gated MLP's neurons can be read; null for all other sources. */
    private static @Nullable HookPoint gate(FeatureSource source, HookedModel model) {
        Integer layer = source.hookPoint().layer();
        boolean neurons = source instanceof HookSource dimensions && dimensions.isNeurons();
        return neurons && layer != null && model.hookPoints().containsKey(HookPoint.mlpPreLinear(layer))
                ? HookPoint.mlpPre(layer)
                : null;
    }

    FeatureSource source();

    EvidenceCollector evidence();

    Set<HookPoint> hookPoints();

    /** @param measured whether the batch counts in the fidelity of an SAE */
    void onActivations(HookPoint point, Activations activations, boolean measured, ScanClock clock);

    @Override
    void close();

    record OfDimensions(FeatureSource source, EvidenceCollector evidence) implements SourceScan {

        @Override
        public Set<HookPoint> hookPoints() {
            return Set.of(source.hookPoint());
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

        private final FeatureSource source;
        private final HookPoint gate;
        private final EvidenceCollector evidence;
        private @Nullable Activations gateShown;

        OfGatedNeurons(FeatureSource source, HookPoint gate, EvidenceCollector evidence) {
            this.source = source;
            this.gate = gate;
            this.evidence = evidence;
        }

        @Override
        public FeatureSource source() {
            return source;
        }

        @Override
        public EvidenceCollector evidence() {
            return evidence;
        }

        @Override
        public Set<HookPoint> hookPoints() {
            return Set.of(gate, source.hookPoint());
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

    record OfLatents(SaeSource source, SaeEncoder encoder, EvidenceCollector evidence) implements SourceScan {

        @Override
        public Set<HookPoint> hookPoints() {
            return encoder.hookPoints();
        }

        @Override
        public void onActivations(HookPoint point, Activations activations, boolean measured, ScanClock clock) {
            clock.encoding(() -> encoder.onActivations(
                    point, activations, measured, latents -> clock.collecting(() -> evidence.accept(latents))));
        }

        Fidelity fidelity() {
            return Fidelity.of(
                    source.sae().output(),
                    source.sae().declaredL0(),
                    encoder.fvu(),
                    encoder.measuredTokens(),
                    evidence.activations(),
                    evidence.silentFeatures(),
                    evidence.tokens());
        }

        @Override
        public void close() {
            encoder.close();
        }
    }
}
