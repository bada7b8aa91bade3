package org.featurescope.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.featurescope.core.evidence.LookupTokens;
import org.featurescope.core.evidence.PeakText;
import org.featurescope.db.DatabaseException;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.Tokenizer;
import org.featurescope.lm.sae.Sae;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.Corpus;
import org.featurescope.pipeline.corpus.CorpusIdentity;
import org.featurescope.pipeline.run.EvidenceFolder;
import org.featurescope.pipeline.run.Manifest;
import org.featurescope.pipeline.run.UnfinishedRun;
import org.featurescope.pipeline.scan.FeatureSource;
import org.featurescope.pipeline.scan.NormalisedText;
import org.featurescope.pipeline.scan.SaeSource;
import org.featurescope.pipeline.scan.Scan;
import org.featurescope.pipeline.scan.ScanEvidence;
import org.featurescope.pipeline.scan.ScanSettings;
import org.featurescope.pipeline.weights.ComparisonLimit;
import org.featurescope.pipeline.weights.WeightEvidence;

/**
 * Makes one run, from wherever an earlier start left it: scans what has not been read, keeps the contexts of its examples, publishes
 * it, and keeps its evidence.
 */
final class RunJob {

    private final RunPlan plan;
    private final Manifest manifest;
    private final OpenModel model;
    private final PeakText peakText;
    private final IndexProgress progress;

    RunJob(RunPlan plan, OpenModel model, IndexProgress progress) {
        this.plan = plan;
        this.manifest = plan.manifest();
        this.model = model;
        this.progress = progress;
        peakText = NormalisedText.of(model.tokenizer());
    }

    /** @param waitForDatabase how long to wait for a PostgreSQL that goes away while the run is published */
    IndexReport run(Path home, DataSource database, Duration waitForDatabase) {
        checkSameWeights(database);
        new RunCatalog(database)
                .requireFree(
                        manifest.model().name(), List.copyOf(model.sources().values()));
        Map<FeatureSource, List<String>> remarks = remarks();
        try (UnfinishedRun run = UnfinishedRun.open(home, plan.name(), manifest, plan.places(), plan.restart())) {
            progress.begins(plan.name(), run.files().path());
            ScanEvidence evidence = begin(run);
            scan(run, evidence);
            requireSound(evidence);
            RunLoader loader = new RunLoader(plan, model, remarks);
            OptionalLong published = published(run, database);
            IndexReport report;
            if (published.isPresent()) {
                report = loader.report(published.getAsLong(), evidence, 0);
            } else {
                keepContexts(run, evidence);
                WeightEvidence weights = weights(evidence);
                progress.stage("Writing the index");
                report = loader.load(run, evidence, weights, database, waitForDatabase, progress);
            }
            run.keepAs(report.runId());
            return report;
        }
    }

    /** Before hours of work rather than after. */
    private void checkSameWeights(DataSource database) {
        String name = manifest.model().name();
        new RunCatalog(database).newest(name).ifPresent(run -> {
            String indexed = run.weightsSha256(); // null: known from imports alone
            if (indexed != null && !indexed.equals(manifest.model().weightsSha256())) {
                throw new DatabaseException("the model \"" + name
                        + "\" is indexed already with other weights; give this one another name with --model-name");
            }
        });
    }

    /** Tells what is unusual; what belongs to this run alone is given back, to be stored with it. */
    private Map<FeatureSource, List<String>> remarks() {
        Map<FeatureSource, List<String>> remarks = new HashMap<>();
        for (FeatureSource source : model.sources().keySet()) {
            if (source instanceof SaeSource latents) {
                Sae sae = latents.sae();
                List<String> ofUse =
                        UseRemarks.of(sae.declared(), manifest.bosTokenId() != null, manifest.contextTokens());
                remarks.put(source, ofUse);
                String trained = sae.declared().model();
                Stream<String> trainedOn =
                        trained == null ? Stream.of() : Stream.of("Its files say it was trained on " + trained + ".");
                Stream.of(trainedOn, sae.remarks().stream(), ofUse.stream())
                        .flatMap(sentences -> sentences)
                        .forEach(sentence -> progress.remark(source.name() + ": " + sentence));
            }
        }
        return remarks;
    }

    /** The last checkpoint, or what the run begins with. */
    private ScanEvidence begin(UnfinishedRun run) {
        ScanEvidence checkpoint = run.files()
                .evidence(model.sourceList(), peakText, progress::remark)
                .orElse(null);
        if (checkpoint != null) {
            progress.remark(
                    "Going on with an unfinished run: %,d tokens of it are there.".formatted(checkpoint.tokens()));
            return checkpoint;
        }
        if (plan.bases().isEmpty()) {
            return ScanEvidence.empty(
                    model.sourceList(),
                    model.folder().hookPoints().keySet(),
                    manifest.evidence(),
                    lookupTokens(manifest),
                    peakText);
        }
        ScanEvidence merged = evidence(plan.bases().get(0));
        plan.bases().stream().skip(1).forEach(base -> merged.merge(evidence(base)));
        return merged;
    }

    static LookupTokens lookupTokens(Manifest manifest) {
        return LookupTokens.of(
                manifest.lookupTokens().stream().mapToInt(id -> id).toArray());
    }

    private ScanEvidence evidence(EvidenceFolder base) {
        return base.evidence(model.sourceList(), peakText, progress::remark)
                .orElseThrow(() -> new IllegalArgumentException(base.path() + ": holds no evidence-….bin"));
    }

    private void scan(UnfinishedRun run, ScanEvidence evidence) {
        List<Scan.ScannedCorpus> unread = unread(evidence);
        if (unread.isEmpty()) {
            if (run.files().isEmpty()) {
                run.checkpoint(evidence);
            }
            return;
        }
        try (HookedModel running = model.folder().load(manifest.device())) {
            progress.stage("Indexing");
            Scan.run(running, evidence, unread, settings(manifest, plan.acceptSuspect()), run::checkpoint, progress);
        }
        requireUnchanged();
    }

    private WeightEvidence weights(ScanEvidence evidence) {
        try (HookedModel running = model.folder().load(manifest.device())) {
            return WeightEvidence.read(
                    running,
                    model.tokenizer(),
                    evidence.result().evidence(),
                    new ComparisonLimit(manifest.compareLimit()),
                    progress);
        }
    }

    /** All that are to be read, if one of them is not finished. */
    private List<Scan.ScannedCorpus> unread(ScanEvidence evidence) {
        List<Scan.ScannedCorpus> corpora = new ArrayList<>();
        boolean finished = true;
        for (CorpusIdentity corpus : manifest.corpora()) {
            Corpus files = plan.corpora().get(corpus.key());
            if (files != null) {
                corpora.add(
                        new Scan.ScannedCorpus(corpus.key(), () -> cut(manifest, model.tokenizer(), corpus, files)));
                finished &= evidence.corpus(corpus.key()).isFinished();
            }
        }
        return finished ? List.of() : corpora;
    }

    static ScanSettings settings(Manifest manifest, boolean acceptSuspect) {
        Long limit = manifest.maxTokens();
        return new ScanSettings(
                manifest.batchContexts(),
                manifest.shardContexts(),
                manifest.evidence(),
                limit == null ? OptionalLong.empty() : OptionalLong.of(limit),
                acceptSuspect);
    }

    /** A fresh reading of a corpus, cut as this run cuts it. */
    static ContextCutter cut(Manifest manifest, Tokenizer tokenizer, CorpusIdentity corpus, Corpus files) {
        Integer bos = manifest.bosTokenId();
        return new ContextCutter(
                files.read(),
                corpus.key(),
                tokenizer,
                manifest.contextTokens(),
                bos == null ? OptionalInt.empty() : OptionalInt.of(bos));
    }

    /** Or examples would show other contexts than were scanned. */
    private void requireUnchanged() {
        for (CorpusIdentity corpus : manifest.corpora()) {
            Corpus files = plan.corpora().get(corpus.key());
            if (files != null) {
                files.requireUnchanged(corpus.sha256());
            }
        }
    }

    private void requireSound(ScanEvidence evidence) {
        if (evidence.tokens() == 0) {
            throw new IllegalArgumentException("the corpus " + plan.name() + " holds no text: "
                    + plan.corpora().values().stream().map(Corpus::files).toList());
        }
        if (!plan.acceptSuspect()) {
            evidence.refuseSuspects();
        }
    }

    /** Reads the corpora once more, or takes the contexts from the runs that read them. */
    private void keepContexts(UnfinishedRun run, ScanEvidence evidence) {
        if (run.files().hasContexts()) {
            return;
        }
        progress.stage("Reading the contexts of the examples");
        NeededContexts needed = NeededContexts.kept(evidence);
        for (CorpusIdentity corpus : manifest.corpora()) {
            Corpus files = plan.corpora().get(corpus.key());
            if (files != null) {
                try (ReadContexts contexts = new ReadContexts(
                        cut(manifest, model.tokenizer(), corpus, files),
                        needed.of(corpus.key()),
                        needed.end(corpus.key()),
                        model.tokenizer())) {
                    run.writeContexts(corpus.key(), contexts);
                }
                files.requireUnchanged(corpus.sha256());
            } else {
                EvidenceFolder base = plan.baseOf(corpus.key()).orElseThrow();
                try (FoundContexts contexts =
                        new FoundContexts(base, corpus, needed.of(corpus.key()), needed.count(corpus.key()))) {
                    run.writeContexts(corpus.key(), contexts);
                }
            }
        }
    }

    /** The number of the run if it was published already, and only the moving of its evidence was interrupted. */
    private OptionalLong published(UnfinishedRun run, DataSource database) {
        OptionalLong announced = run.announced();
        String json = manifest.toJson();
        boolean isThere = announced.isPresent()
                && new RunCatalog(database)
                        .all().stream()
                                .anyMatch(there ->
                                        there.id() == announced.getAsLong() && Objects.equals(there.manifest(), json));
        return isThere ? announced : OptionalLong.empty();
    }
}
