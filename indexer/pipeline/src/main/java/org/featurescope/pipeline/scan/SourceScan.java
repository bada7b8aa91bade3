package org.featurescope.pipeline.scan;

import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.SourceShape;
import org.featurescope.lm.Activations;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.SaeEncoder;

/** Collects the evidence of one source while the model runs. */
sealed interface SourceScan extends AutoCloseable {

    static SourceScan of(FeatureSource source, HookedModel model, EvidenceSettings settings) {
        boolean isSae = source instanceof SaeSource;
        EvidenceCollector evidence = new EvidenceCollector(
                new SourceShape(source.features(), !isSae, false), settings, (context, position) -> context.id());
        return source instanceof SaeSource sae
                ? new OfLatents(sae, model.attach(sae.sae()), evidence)
                : new OfDimensions(source, evidence);
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
