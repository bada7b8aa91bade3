package org.featurescope.pipeline;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.db.store.ContextRow;
import org.featurescope.db.store.ContextSetRow;
import org.featurescope.db.store.CorpusCount;
import org.featurescope.db.store.CorpusRow;
import org.featurescope.db.store.DocumentRow;
import org.featurescope.db.store.FeatureRow;
import org.featurescope.db.store.FidelityRow;
import org.featurescope.db.store.NonFinitePlace;
import org.featurescope.db.store.PatientPublishing;
import org.featurescope.db.store.RunRow;
import org.featurescope.db.store.RunWriter;
import org.featurescope.pipeline.corpus.CorpusIdentity;
import org.featurescope.pipeline.corpus.Document;
import org.featurescope.pipeline.run.KeptContext;
import org.featurescope.pipeline.run.KeptContexts;
import org.featurescope.pipeline.run.Manifest;
import org.featurescope.pipeline.run.UnfinishedRun;
import org.featurescope.pipeline.scan.FeatureSource;
import org.featurescope.pipeline.scan.Fidelity;
import org.featurescope.pipeline.scan.ScanEvidence;
import org.featurescope.pipeline.scan.SourceEvidence;
import org.featurescope.pipeline.weights.WeightEvidence;
import org.jspecify.annotations.Nullable;

/** Turns the evidence of a run into rows and publishes them. */
final class RunLoader {

    private final RunPlan plan;
    private final Manifest manifest;
    private final OpenModel model;
    private final Map<FeatureSource, List<String>> remarks;

    /** @param remarks on the use of SAEs in this run */
    RunLoader(RunPlan plan, OpenModel model, Map<FeatureSource, List<String>> remarks) {
        this.plan = plan;
        this.manifest = plan.manifest();
        this.model = model;
        this.remarks = remarks;
    }

    /**
     * @param run has the contexts of the evidence
     * @param waitForDatabase how long to wait for a PostgreSQL that goes away
     */
    IndexReport load(
            UnfinishedRun run,
            ScanEvidence evidence,
            WeightEvidence weights,
            DataSource database,
            Duration waitForDatabase,
            IndexProgress progress) {
        long start = System.nanoTime();
        NeededContexts shown = NeededContexts.shown(evidence);
        long runId = new PatientPublishing(database, waitForDatabase, progress::remark)
                .publish(begun -> publish(run, evidence, weights, shown, database, begun));
        return report(runId, evidence, (System.nanoTime() - start) / 1e9);
    }

    IndexReport report(long runId, ScanEvidence evidence, double loadSeconds) {
        return new IndexReport(runId, manifest.model().name(), evidence.result(), examples(evidence), loadSeconds);
    }

    private static long examples(ScanEvidence evidence) {
        return evidence.sources().stream()
                .flatMap(source -> features(source.collector()))
                .flatMap(feature -> feature.groups().stream())
                .map(ExampleGroup::examples)
                .mapToLong(List::size)
                .sum();
    }

    private long publish(
            UnfinishedRun run,
            ScanEvidence evidence,
            WeightEvidence weights,
            NeededContexts shown,
            DataSource database,
            PatientPublishing.Begun begun) {
        try (RunWriter writer =
                RunWriter.begin(database, model.modelRow(), model.tokenizerRow(), corpusRows(), contextSetRow())) {
            begun.run(writer.runId());
            for (int corpus = 0; corpus < manifest.corpora().size(); corpus++) {
                writeTexts(writer, corpus, run, shown);
            }
            evidence.sources().forEach(source -> write(writer, source, weights));
            run.announce(writer.runId());
            return writer.publish(runRow(evidence));
        }
    }

    private void writeTexts(RunWriter writer, int corpus, UnfinishedRun run, NeededContexts shown) {
        int key = manifest.corpora().get(corpus).key();
        IntPredicate needed = shown.of(key);
        try (KeptContexts contexts = run.files().contexts(key)) {
            int[] last = {-1};
            writer.writeDocuments(corpus, rows(contexts, needed, context -> {
                boolean isNew = context.documentNo() != last[0];
                last[0] = context.documentNo();
                return isNew ? documentRow(context) : null;
            }));
        }
        try (KeptContexts contexts = run.files().contexts(key)) {
            writer.writeContexts(corpus, rows(contexts, needed, RunLoader::contextRow));
        }
    }

    /** Each row once, as they come. */
    private static <T> Iterable<T> rows(
            KeptContexts contexts, IntPredicate needed, Function<KeptContext, @Nullable T> row) {
        Iterable<KeptContext> all = () -> contexts;
        Iterator<T> rows = StreamSupport.stream(all.spliterator(), false)
                .filter(context -> needed.test(context.contextNo()))
                .flatMap(context -> Stream.ofNullable(row.apply(context)))
                .iterator();
        return () -> rows;
    }

    private static DocumentRow documentRow(KeptContext context) {
        Document document = context.document();
        return new DocumentRow(
                context.documentNo(),
                document.id(),
                document.title(),
                document.label(),
                document.source(),
                document.licence());
    }

    private static ContextRow contextRow(KeptContext context) {
        return new ContextRow(
                context.contextNo(), context.documentNo(), context.firstToken(), context.tokenIds(), context.text());
    }

    private void write(RunWriter writer, SourceEvidence source, WeightEvidence weights) {
        writer.writeSource(
                Objects.requireNonNull(model.sources().get(source.source())),
                source.fidelity()
                        .map(fidelity -> fidelityRow(fidelity, source.source()))
                        .orElse(null),
                () -> features(source.collector())
                        .map(feature -> new FeatureRow(feature, weights.feature(source.source(), feature.index())))
                        .iterator());
    }

    private FidelityRow fidelityRow(Fidelity fidelity, FeatureSource source) {
        return new FidelityRow(
                fidelity.fvu().isPresent() ? fidelity.fvu().getAsDouble() : null,
                fidelity.fvuTokens(),
                fidelity.meanL0(),
                fidelity.deadFeatures(),
                fidelity.isSuspect() ? String.join(" ", fidelity.suspicions()) : null,
                remarks.getOrDefault(source, List.of()));
    }

    private static Stream<FeatureEvidence> features(EvidenceCollector evidence) {
        return IntStream.range(0, evidence.features()).mapToObj(evidence::feature);
    }

    private List<CorpusRow> corpusRows() {
        return manifest.corpora().stream()
                .map(corpus -> new CorpusRow(corpus.name(), corpus.sha256()))
                .toList();
    }

    private ContextSetRow contextSetRow() {
        return new ContextSetRow(manifest.contextTokens(), manifest.bosTokenId());
    }

    private RunRow runRow(ScanEvidence evidence) {
        return new RunRow(
                plan.name(),
                manifest.toJson(),
                manifest.evidence(),
                manifest.corpora().stream()
                        .map(corpus -> corpusCount(evidence, corpus))
                        .toList(),
                evidence.sources().get(0).collector().labels(),
                evidence.result().nonFinite(),
                firstNonFinite(evidence),
                manifest.maxTokens(),
                manifest.batchContexts(),
                manifest.dtype(),
                manifest.device(),
                manifest.programVersion(),
                evidence.times().elapsed().toMillis() / 1000.0);
    }

    private static CorpusCount corpusCount(ScanEvidence evidence, CorpusIdentity corpus) {
        return new CorpusCount(
                evidence.corpus(corpus.key()).contexts(),
                evidence.corpus(corpus.key()).tokens());
    }

    /** In the first source that has one: sources are in the order in which a forward pass comes by them. */
    private static @Nullable NonFinitePlace firstNonFinite(ScanEvidence evidence) {
        return evidence.sources().stream()
                .flatMap(source -> source.collector().nonFinite().first().stream()
                        .map(place -> new NonFinitePlace(source.source().name(), place)))
                .findFirst()
                .orElse(null);
    }
}
