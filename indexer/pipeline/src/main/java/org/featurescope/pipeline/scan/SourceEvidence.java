package org.featurescope.pipeline.scan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.LookupTokens;
import org.featurescope.core.evidence.PeakText;
import org.featurescope.core.evidence.SourceShape;
import org.featurescope.lm.Unexplained;
import org.jspecify.annotations.Nullable;

/** All that a scan knows of one source. */
public final class SourceEvidence {

    private final FeatureSource source;
    private final EvidenceCollector collector;
    private final @Nullable Unexplained unexplained;

    private SourceEvidence(FeatureSource source, EvidenceCollector collector, @Nullable Unexplained unexplained) {
        this.source = source;
        this.collector = collector;
        this.unexplained = unexplained;
    }

    /** Of a scan that has not begun. */
    static SourceEvidence empty(
            FeatureSource source,
            Set<HookPoint> hookPoints,
            EvidenceSettings settings,
            LookupTokens lookupTokens,
            PeakText peakText) {
        return new SourceEvidence(
                source,
                new EvidenceCollector(shape(source, hookPoints), settings, lookupTokens, peakText),
                source instanceof SaeSource sae ? new Unexplained(sae.sae().dOut()) : null);
    }

    private static SourceShape shape(FeatureSource source, Set<HookPoint> hookPoints) {
        return new SourceShape(source.features(), !(source instanceof SaeSource), isGated(source, hookPoints));
    }

    /** Whether its features are the neurons of a gated MLP, which alone has a linear branch. */
    private static boolean isGated(FeatureSource source, Set<HookPoint> hookPoints) {
        Integer layer = source.hookPoint().layer();
        return source instanceof HookSource dimensions
                && dimensions.isNeurons()
                && layer != null
                && hookPoints.contains(HookPoint.mlpPreLinear(layer));
    }

    public FeatureSource source() {
        return source;
    }

    public EvidenceCollector collector() {
        return collector;
    }

    /** Sums of the reconstructions of an SAE. */
    Optional<Unexplained> unexplained() {
        return Optional.ofNullable(unexplained);
    }

    /** How well an SAE does so far; empty for other sources, and while no token has been counted. */
    public Optional<Fidelity> fidelity() {
        if (!(source instanceof SaeSource latents) || unexplained == null || collector.tokens() == 0) {
            return Optional.empty();
        }
        return Optional.of(Fidelity.of(
                latents.sae().output(),
                latents.sae().declaredL0(),
                unexplained.fraction(),
                unexplained.tokens(),
                collector.activations(),
                collector.silentFeatures(),
                collector.tokens()));
    }

    void merge(SourceEvidence other) {
        collector.merge(other.collector);
        if (unexplained != null && other.unexplained != null) {
            unexplained.merge(other.unexplained);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(source.name());
        if (unexplained != null) {
            unexplained.write(out);
        }
        collector.write(out);
    }

    /**
     * Reads what {@link #write} wrote of the same source.
     *
     * @throws IOException also if it was another one
     */
    static SourceEvidence read(FeatureSource source, PeakText peakText, DataInput in) throws IOException {
        String name = in.readUTF();
        if (!name.equals(source.name())) {
            throw new IOException("evidence of " + source.name() + " expected, got that of " + name);
        }
        Unexplained unexplained =
                source instanceof SaeSource sae ? Unexplained.read(in, sae.sae().dOut()) : null;
        EvidenceCollector collector = EvidenceCollector.read(in, peakText);
        if (collector.features() != source.features()) {
            throw new IOException(
                    name + " has " + source.features() + " features, its evidence has " + collector.features());
        }
        return new SourceEvidence(source, collector, unexplained);
    }
}
