package org.featurescope.pipeline;

import java.util.OptionalInt;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.featurescope.db.DatabaseException;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.Tokenizer;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.Corpus;
import org.featurescope.pipeline.scan.Scan;
import org.featurescope.pipeline.scan.ScanResult;

/** Indexes the neurons of a model over a corpus and publishes the run. */
public final class Indexer {

    private final IndexRequest request;
    private final DataSource database;
    private final IndexProgress progress;
    private final String modelName;
    private final ModelFolder model;
    private final Corpus corpus;

    private Indexer(IndexRequest request, DataSource database, IndexProgress progress) {
        this.request = request;
        this.database = database;
        this.progress = progress;
        modelName = request.publicModelName();
        model = ModelFolder.open(request.model());
        corpus = Corpus.of(request.corpus());
        checkContextTokens();
    }

    /**
     * Runs to the end; an error leaves nothing in the database.
     *
     * @throws IllegalArgumentException for a setting that cannot be
     */
    public static IndexReport index(IndexRequest request, DataSource database, IndexProgress progress) {
        return new Indexer(request, database, progress).index();
    }

    /** Whether a finished run was made from the same model, corpus and settings. */
    public static boolean isIndexed(IndexRequest request, DataSource database) {
        Indexer indexer = new Indexer(request, database, new SilentProgress());
        try (Tokenizer tokenizer = indexer.model.tokenizer()) {
            RunIdentity wanted = indexer.identity(request.bos().token(tokenizer));
            return new RunCatalog(database).all().stream().map(RunIdentity::of).anyMatch(wanted::equals);
        }
    }

    private RunIdentity identity(OptionalInt bosToken) {
        OptionalLong maxTokens = request.scan().maxTokens();
        return new RunIdentity(
                modelName,
                model.weightsSha256(),
                model.tokenizerSha256(),
                corpus.sha256(),
                request.contextTokens(),
                bosToken.isPresent() ? bosToken.getAsInt() : null,
                request.scan().topK(),
                maxTokens.isPresent() ? maxTokens.getAsLong() : null);
    }

    private void checkContextTokens() {
        if (request.contextTokens() > model.shape().maxPositions()) {
            throw new IllegalArgumentException("--context-tokens must be <= "
                    + model.shape().maxPositions() + " for this model, got " + request.contextTokens());
        }
    }

    private IndexReport index() {
        progress.stage("Reading the model and the corpus");
        try (Tokenizer tokenizer = model.tokenizer()) {
            RunIdentity identity = identity(request.bos().token(tokenizer));
            checkSameWeights(identity);
            ScanResult scan = scan(tokenizer, identity);
            progress.stage("Writing the index");
            RunLoader loader = new RunLoader(request, model, tokenizer, corpus, identity);
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

    private ScanResult scan(Tokenizer tokenizer, RunIdentity identity) {
        try (HookedModel running = model.load(request.device());
                ContextCutter contexts = identity.cut(corpus, tokenizer)) {
            progress.stage("Indexing");
            ScanResult result = Scan.run(running, contexts, request.scan(), progress);
            if (result.tokens() == 0) {
                throw new IllegalArgumentException("the corpus " + request.corpus() + " holds no text");
            }
            return result;
        }
    }
}
