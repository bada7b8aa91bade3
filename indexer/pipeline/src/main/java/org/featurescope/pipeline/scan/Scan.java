package org.featurescope.pipeline.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.LookupTokens;
import org.featurescope.core.evidence.PeakText;
import org.featurescope.lm.Activations;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.TokenBatch;
import org.featurescope.pipeline.corpus.ContextCutter;

/** Runs a model once over corpora and collects the evidence of all wanted sources. */
public final class Scan implements AutoCloseable {

    private final HookedModel model;
    private final ScanEvidence evidence;
    private final ScanSettings settings;
    private final ScanProgress progress;
    private final List<SourceScan> sources = new ArrayList<>();
    private final Set<HookPoint> wanted;
    private final LossSample loss = new LossSample();
    private final LabelMemory labelMemory;
    private ScanClock clock = new ScanClock();

    private Scan(HookedModel model, ScanEvidence evidence, ScanSettings settings, ScanProgress progress) {
        this.model = model;
        this.evidence = evidence;
        this.settings = settings;
        this.progress = progress;
        labelMemory = new LabelMemory(Runtime.getRuntime().maxMemory(), progress);
        evidence.sources().forEach(source -> sources.add(SourceScan.of(source, model)));
        wanted =
                sources.stream().flatMap(source -> source.hookPoints().stream()).collect(Collectors.toSet());
    }

    /**
     * A corpus to read.
     *
     * @param key of the corpus
     * @param reading makes a reading from its beginning
     */
    public record ScannedCorpus(int key, Supplier<ContextCutter> reading) {}

    /**
     * Reads each corpus to its end or to the token limit, from where the evidence says it has been read to.
     *
     * @param evidence is added to
     * @param shardEnd is told after each shard
     * @throws SuspectSaeException as soon as it is seen that an SAE looks wrongly read, unless that is accepted
     */
    public static void run(
            HookedModel model,
            ScanEvidence evidence,
            List<ScannedCorpus> corpora,
            ScanSettings settings,
            ShardEnd shardEnd,
            ScanProgress progress) {
        try (Scan scan = new Scan(model, evidence, settings, progress)) {
            for (int i = 0; i < corpora.size(); i++) {
                scan.read(corpora.get(i), (double) i / corpora.size(), 1.0 / corpora.size(), shardEnd);
            }
        }
    }

    /** One corpus from the beginning, without checkpoints and without a token lookup. */
    public static ScanResult run(
            HookedModel model,
            List<FeatureSource> sources,
            ContextCutter corpus,
            PeakText peakText,
            ScanSettings settings,
            ScanProgress progress) {
        return run(model, sources, corpus, LookupTokens.NONE, peakText, settings, progress);
    }

    /** One corpus from the beginning, without checkpoints. */
    public static ScanResult run(
            HookedModel model,
            List<FeatureSource> sources,
            ContextCutter corpus,
            LookupTokens lookupTokens,
            PeakText peakText,
            ScanSettings settings,
            ScanProgress progress) {
        ScanEvidence evidence =
                ScanEvidence.empty(sources, model.hookPoints().keySet(), settings.evidence(), lookupTokens, peakText);
        run(model, evidence, List.of(new ScannedCorpus(0, () -> corpus)), settings, kept -> {}, progress);
        return evidence.result();
    }

    /** @param shareBefore of all corpora, what was read before this one, which is {@code shareOfIt} of all */
    private void read(ScannedCorpus corpus, double shareBefore, double shareOfIt, ShardEnd shardEnd) {
        CorpusProgress state = evidence.corpus(corpus.key());
        if (state.isFinished()) {
            return;
        }
        try (ContextCutter contexts = corpus.reading().get()) {
            contexts.skipTo(state.place());
            progress.scanned(evidence.tokens(), shareBefore + shareOfIt * share(contexts, state.tokens()));
            while (!state.isFinished()) {
                shard(contexts, state, shareBefore, shareOfIt);
                evidence.add(clock.times());
                clock = new ScanClock();
                shardEnd.reached(evidence);
            }
        }
    }

    private double share(ContextCutter contexts, long tokens) {
        return Batcher.share(contexts, settings.maxTokens(), tokens);
    }

    private void shard(ContextCutter contexts, CorpusProgress state, double shareBefore, double shareOfIt) {
        Batcher batches = new Batcher(
                contexts, settings.batchContexts(), settings.shardContexts(), settings.maxTokens(), state.tokens());
        long contextsBefore = evidence.contexts();
        long tokensBefore = evidence.tokens();
        long contextsRun = 0;
        long tokensRun = 0;
        for (TokenBatch batch = batches.next(); batch != null; batch = batches.next()) {
            run(batch, state.measured());
            contextsRun += batch.size();
            tokensRun += batch.countedTokens();
            progress.contexts(contextsBefore + contextsRun);
            progress.scanned(tokensBefore + tokensRun, shareBefore + shareOfIt * batches.share());
        }
        state.shard(contexts.place(), state.tokens() + tokensRun, batches.corpusIsRead());
    }

    private void run(TokenBatch batch, MeasuredBatches measured) {
        boolean verdictIsOpen = !measured.areEnough();
        boolean isMeasured = measured.next(batch);
        int lossContexts = loss.next(batch.size());
        clock.running(() -> loss.add(model.run(
                batch, wanted, (point, activations) -> onActivations(point, activations, isMeasured), lossContexts)));
        if (lossContexts > 0 && loss.loss().tokens() > 0) {
            progress.loss(loss.loss().mean());
        }
        checkLabels(batch);
        if (verdictIsOpen && measured.areEnough() && !settings.acceptSuspect()) {
            evidence.refuseSuspects();
        }
    }

    private void checkLabels(TokenBatch batch) {
        List<EvidenceCollector> collectors =
                evidence.sources().stream().map(SourceEvidence::collector).toList();
        labelMemory.check(
                collectors.get(0).labels().size(),
                collectors.stream().map(EvidenceCollector::shape).toList(),
                settings.evidence(),
                batch.positions());
    }

    private void onActivations(HookPoint point, Activations activations, boolean isMeasured) {
        for (SourceScan source : sources) {
            if (source.hookPoints().contains(point)) {
                source.onActivations(point, activations, isMeasured, clock);
            }
        }
    }

    @Override
    public void close() {
        sources.forEach(SourceScan::close);
    }
}
