package org.featurescope.pipeline.scan;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.lm.Activations;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.TokenBatch;
import org.featurescope.pipeline.corpus.ContextCutter;

/** Runs a model once over a corpus and collects the evidence of all its neurons. */
public final class Scan {

    private final HookedModel model;
    private final Map<NeuronSource, EvidenceCollector> evidence = new LinkedHashMap<>();
    private final Map<HookPoint, EvidenceCollector> collectors;
    private long collectingNanos;

    private Scan(HookedModel model, int topK) {
        this.model = model;
        for (NeuronSource source : NeuronSource.ofAllLayers(model.shape())) {
            evidence.put(source, new EvidenceCollector(source.features(), topK));
        }
        collectors = evidence.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().hookPoint(), Map.Entry::getValue));
    }

    /** Reads the corpus to its end or to the token limit. */
    public static ScanResult run(
            HookedModel model, ContextCutter corpus, ScanSettings settings, ScanProgress progress) {
        Batcher batches = new Batcher(corpus, settings.batchContexts(), settings.maxTokens());
        return new Scan(model, settings.topK()).run(batches, progress);
    }

    private ScanResult run(Batcher batches, ScanProgress progress) {
        long start = System.nanoTime();
        long contexts = 0;
        long tokens = 0;
        long modelNanos = 0;
        for (TokenBatch batch = batches.next(); batch != null; batch = batches.next()) {
            long batchStart = System.nanoTime();
            model.run(batch, collectors.keySet(), this::collect);
            modelNanos += System.nanoTime() - batchStart;
            contexts += batch.size();
            tokens += batch.countedTokens();
            progress.scanned(tokens, batches.share());
        }
        return new ScanResult(
                evidence,
                contexts,
                tokens,
                Duration.ofNanos(System.nanoTime() - start),
                Duration.ofNanos(modelNanos - collectingNanos),
                Duration.ofNanos(collectingNanos));
    }

    private void collect(HookPoint point, Activations activations) {
        long start = System.nanoTime();
        Objects.requireNonNull(collectors.get(point)).accept(activations);
        collectingNanos += System.nanoTime() - start;
    }
}
