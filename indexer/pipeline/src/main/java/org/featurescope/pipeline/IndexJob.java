package org.featurescope.pipeline;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.featurescope.db.DatabaseException;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.db.store.SourceRow;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.Tokenizer;
import org.featurescope.lm.sae.Sae;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.Corpora;
import org.featurescope.pipeline.scan.FeatureSource;
import org.featurescope.pipeline.scan.NormalisedText;
import org.featurescope.pipeline.scan.SaeSource;
import org.featurescope.pipeline.scan.Scan;
import org.featurescope.pipeline.scan.ScanResult;

/** One request on its way. */
final class IndexJob {

    private final IndexRequest request;
    private final DataSource database;
    private final IndexProgress progress;
    private final String modelName;
    private final ModelFolder model;
    private final Corpora corpora;

    /** What is wanted, and the rows that stand for it. */
    private final Map<FeatureSource, SourceRow> sources = new LinkedHashMap<>();

    IndexJob(IndexRequest request, DataSource database, IndexProgress progress) {
        this.request = request;
        this.database = database;
        this.progress = progress;
        modelName = request.publicModelName();
        model = ModelFolder.open(request.model());
        corpora = Corpora.of(request.corpora());
        checkContextTokens();
        SourceFinder.find(request.sources(), model).forEach(source -> sources.put(source, SourceRows.of(source)));
    }

    boolean isIndexed() {
        try (Tokenizer tokenizer = model.tokenizer()) {
            RunIdentity wanted = identity(request.bos().token(tokenizer));
            return new RunCatalog(database).all().stream().map(RunIdentity::of).anyMatch(wanted::equals);
        }
    }

    private Corpora.Hashed corpus() {
        if (corpora.list().size() > 1) {
            throw new IllegalArgumentException(
                    "one corpus a run, got " + corpora.list().size());
        }
        return corpora.list().get(0);
    }

    private RunIdentity identity(OptionalInt bosToken) {
        OptionalLong maxTokens = request.scan().maxTokens();
        return new RunIdentity(
                modelName,
                model.weightsSha256(),
                model.tokenizerSha256(),
                corpus().identity().sha256(),
                request.contextTokens(),
                bosToken.isPresent() ? bosToken.getAsInt() : null,
                request.scan().evidence().topK(),
                maxTokens.isPresent() ? maxTokens.getAsLong() : null,
                RunIdentity.identities(List.copyOf(sources.values())));
    }

    private void checkContextTokens() {
        if (request.contextTokens() > model.shape().maxPositions()) {
            throw new IllegalArgumentException("--context-tokens must be <= "
                    + model.shape().maxPositions() + " for this model, got " + request.contextTokens());
        }
    }

    IndexReport index() {
        progress.stage("Reading the model and the corpus");
        try (Tokenizer tokenizer = model.tokenizer()) {
            RunIdentity identity = identity(request.bos().token(tokenizer));
            checkSameWeights(identity);
            new RunCatalog(database).requireFree(modelName, List.copyOf(sources.values()));
            Map<FeatureSource, List<String>> remarks = remarks(identity.bosTokenId() != null);
            ScanResult scan = scan(tokenizer, identity);
            progress.stage("Writing the index");
            RunLoader loader = new RunLoader(request, model, tokenizer, corpus().corpus(), identity, sources, remarks);
            return loader.load(database, scan);
        }
    }

    /** Before hours of work rather than after. */
    private void checkSameWeights(RunIdentity identity) {
        new RunCatalog(database).newest(modelName).ifPresent(run -> {
            if (!run.weightsSha256().equals(identity.weightsSha256())) {
                throw new DatabaseException("the model \"" + modelName
                        + "\" is indexed already with other weights; give this one another name with --model-name");
            }
        });
    }

    /** Tells what is unusual; what belongs to this run alone is given back, to be stored with it. */
    private Map<FeatureSource, List<String>> remarks(boolean prependsBos) {
        Map<FeatureSource, List<String>> remarks = new HashMap<>();
        for (FeatureSource source : sources.keySet()) {
            if (source instanceof SaeSource latents) {
                Sae sae = latents.sae();
                List<String> ofUse = UseRemarks.of(sae.declared(), prependsBos, request.contextTokens());
                remarks.put(source, ofUse);
                String model = sae.declared().model();
                Stream<String> trainedOn =
                        model == null ? Stream.of() : Stream.of("Its files say it was trained on " + model + ".");
                Stream.of(trainedOn, sae.remarks().stream(), ofUse.stream())
                        .flatMap(sentences -> sentences)
                        .forEach(sentence -> progress.remark(source.name() + ": " + sentence));
            }
        }
        return remarks;
    }

    private ScanResult scan(Tokenizer tokenizer, RunIdentity identity) {
        try (HookedModel running = model.load(request.device());
                ContextCutter contexts = identity.cut(corpus().corpus(), tokenizer)) {
            progress.stage("Indexing");
            ScanResult result = Scan.run(
                    running,
                    List.copyOf(sources.keySet()),
                    contexts,
                    NormalisedText.of(tokenizer),
                    request.scan(),
                    progress);
            if (result.tokens() == 0) {
                throw new IllegalArgumentException("the corpus " + request.corpora() + " holds no text");
            }
            return result;
        }
    }
}
