package org.featurescope.pipeline.scan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.PeakText;
import org.featurescope.lm.Activations;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.TokenBatch;
import org.featurescope.pipeline.corpus.ContextCutter;

/** Runs a model once over a corpus and collects the evidence of all wanted sources. */
public final class Scan implements AutoCloseable {

    private final HookedModel model;
    private final boolean acceptSuspect;
    private final List<SourceScan> sources = new ArrayList<>();
    private final MeasuredBatches measured = new MeasuredBatches();
    private final LossSample loss = new LossSample();
    private final ScanClock clock = new ScanClock();

    private Scan(HookedModel model, ScanSettings settings) {
        this.model = model;
        acceptSuspect = settings.acceptSuspect();
    }

    /**
     * Reads the corpus to its end or to the token limit.
     *
     * @param peakText tells near-duplicates
     * @throws SuspectSaeException as soon as it is seen that an SAE looks wrongly read, unless that is accepted
     */
    public static ScanResult run(
            HookedModel model,
            List<FeatureSource> sources,
            ContextCutter corpus,
            PeakText peakText,
            ScanSettings settings,
            ScanProgress progress) {
        Batcher batches = new Batcher(corpus, settings.batchContexts(), settings.maxTokens());
        try (Scan scan = new Scan(model, settings)) {
            sources.forEach(source -> scan.sources.add(SourceScan.of(source, model, settings.evidence(), peakText)));
            return scan.run(batches, progress);
        }
    }

    private ScanResult run(Batcher batches, ScanProgress progress) {
        Set<HookPoint> wanted =
                sources.stream().flatMap(source -> source.hookPoints().stream()).collect(Collectors.toSet());
        long contexts = 0;
        long tokens = 0;
        progress.scanned(0, 0);
        for (TokenBatch batch = batches.next(); batch != null; batch = batches.next()) {
            run(batch, wanted, progress);
            contexts += batch.size();
            tokens += batch.countedTokens();
            progress.contexts(contexts);
            progress.scanned(tokens, batches.share());
        }
        return result(contexts, tokens);
    }

    private void run(TokenBatch batch, Set<HookPoint> wanted, ScanProgress progress) {
        boolean verdictIsOpen = !measured.areEnough();
        boolean isMeasured = measured.next(batch);
        int lossContexts = loss.next(batch.size());
        clock.running(() -> loss.add(model.run(
                batch, wanted, (point, activations) -> onActivations(point, activations, isMeasured), lossContexts)));
        if (lossContexts > 0 && loss.loss().tokens() > 0) {
            progress.loss(loss.loss().mean());
        }
        if (verdictIsOpen && measured.areEnough()) {
            fidelity();
        }
    }

    private void onActivations(HookPoint point, Activations activations, boolean isMeasured) {
        for (SourceScan source : sources) {
            if (source.hookPoints().contains(point)) {
                source.onActivations(point, activations, isMeasured, clock);
            }
        }
    }

    private ScanResult result(long contexts, long tokens) {
        Map<FeatureSource, EvidenceCollector> evidence = new LinkedHashMap<>();
        sources.forEach(source -> evidence.put(source.source(), source.evidence()));
        return new ScanResult(
                evidence,
                tokens == 0 ? Map.of() : fidelity(),
                contexts,
                tokens,
                clock.elapsed(),
                clock.forward(),
                clock.encoding(),
                clock.collecting());
    }

    private Map<SaeSource, Fidelity> fidelity() {
        Map<SaeSource, Fidelity> fidelity = new LinkedHashMap<>();
        for (SourceScan source : sources) {
            if (source instanceof SourceScan.OfLatents latents) {
                fidelity.put(latents.source(), latents.fidelity());
            }
        }
        if (!acceptSuspect) {
            Suspects.refuse(fidelity);
        }
        return fidelity;
    }

    @Override
    public void close() {
        sources.forEach(SourceScan::close);
    }
}
