package org.featurescope.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.db.store.ContextSetRow;
import org.featurescope.db.store.CorpusCount;
import org.featurescope.db.store.CorpusRow;
import org.featurescope.db.store.FeatureRow;
import org.featurescope.db.store.FidelityRow;
import org.featurescope.db.store.ModelRow;
import org.featurescope.db.store.RunRow;
import org.featurescope.db.store.RunWriter;
import org.featurescope.db.store.SourceRow;
import org.featurescope.db.store.TokenRow;
import org.featurescope.db.store.TokenizerRow;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.ModelShape;
import org.featurescope.lm.Tokenizer;
import org.featurescope.pipeline.corpus.Corpus;
import org.featurescope.pipeline.scan.FeatureSource;
import org.featurescope.pipeline.scan.Fidelity;
import org.featurescope.pipeline.scan.SaeSource;
import org.featurescope.pipeline.scan.ScanResult;
import org.jspecify.annotations.Nullable;

/** Turns the result of a scan into rows and publishes them as one run. */
final class RunLoader {

    private final IndexRequest request;
    private final ModelFolder model;
    private final Tokenizer tokenizer;
    private final Corpus corpus;
    private final RunIdentity identity;
    private final Map<FeatureSource, SourceRow> sources;
    private final Map<FeatureSource, List<String>> remarks;

    /** @param remarks on the use of SAEs in this run */
    RunLoader(
            IndexRequest request,
            ModelFolder model,
            Tokenizer tokenizer,
            Corpus corpus,
            RunIdentity identity,
            Map<FeatureSource, SourceRow> sources,
            Map<FeatureSource, List<String>> remarks) {
        this.request = request;
        this.model = model;
        this.tokenizer = tokenizer;
        this.corpus = corpus;
        this.identity = identity;
        this.sources = sources;
        this.remarks = remarks;
    }

    IndexReport load(DataSource database, ScanResult scan) {
        long start = System.nanoTime();
        long examples = 0;
        StoredContexts contexts =
                StoredContexts.read(scan.evidence().values(), identity.cut(corpus, tokenizer), tokenizer);
        corpus.requireUnchanged(identity.corpusSha256()); // or examples would show other contexts than were scanned
        try (RunWriter writer =
                RunWriter.begin(database, modelRow(), tokenizerRow(), List.of(corpusRow()), contextSetRow())) {
            writer.writeDocuments(0, contexts.documents());
            writer.writeContexts(0, contexts.contexts());
            for (Map.Entry<FeatureSource, SourceRow> source : sources.entrySet()) {
                EvidenceCollector evidence =
                        Objects.requireNonNull(scan.evidence().get(source.getKey()));
                examples += write(writer, source.getValue(), fidelityRow(scan, source.getKey()), evidence);
            }
            long runId = writer.publish(runRow(scan));
            return new IndexReport(runId, identity.model(), scan, examples, (System.nanoTime() - start) / 1e9);
        }
    }

    private static long write(
            RunWriter writer, SourceRow source, @Nullable FidelityRow fidelity, EvidenceCollector evidence) {
        writer.writeSource(
                source,
                fidelity,
                () -> features(evidence)
                        .map(feature -> new FeatureRow(feature, null))
                        .iterator());
        return features(evidence).mapToLong(feature -> feature.top().size()).sum();
    }

    private @Nullable FidelityRow fidelityRow(ScanResult scan, FeatureSource source) {
        Fidelity fidelity = source instanceof SaeSource sae ? scan.fidelity().get(sae) : null;
        return fidelity == null
                ? null
                : new FidelityRow(
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

    private ModelRow modelRow() {
        ModelShape shape = model.shape();
        return new ModelRow(
                identity.model(),
                shape.family(),
                shape.layers(),
                shape.dModel(),
                shape.dMlp(),
                shape.heads(),
                shape.vocabularySize(),
                model.parameters(),
                identity.weightsSha256());
    }

    private TokenizerRow tokenizerRow() {
        List<TokenRow> tokens = new ArrayList<>();
        tokenizer.tokenBytes().forEach((id, bytes) -> tokens.add(new TokenRow(id, bytes, tokenizer.isSpecial(id))));
        return new TokenizerRow(identity.tokenizerSha256(), tokens);
    }

    private CorpusRow corpusRow() {
        return new CorpusRow(corpus.name(), identity.corpusSha256());
    }

    private ContextSetRow contextSetRow() {
        return new ContextSetRow(identity.contextTokens(), identity.bosTokenId());
    }

    private RunRow runRow(ScanResult scan) {
        return new RunRow(
                request.runName() == null ? corpus.name() : request.runName(),
                "{}",
                request.scan().evidence(),
                List.of(new CorpusCount(scan.contexts(), scan.tokens())),
                List.of(),
                scan.nonFinite(),
                null,
                identity.maxTokens(),
                request.scan().batchContexts(),
                "float32",
                request.device(),
                ProgramVersion.get(),
                scan.elapsed().toMillis() / 1000.0);
    }
}
