package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.featurescope.db.DatabaseException;
import org.featurescope.db.format.CorpusKeys;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.AutoSave;

/**
 * Writes one run into the index, in a single transaction from {@link #begin} to {@link #publish}: before that nobody sees
 * anything of it, and closing, an error or a killed process leave nothing.
 *
 * <p>Order: documents, contexts and sources in any order and in any number of calls (each source once), then publish.
 * Documents and contexts that an earlier run stored over the same context set are kept as they are; a page needs the context
 * of each example and the document of each context, so publish refuses a run that lacks one.
 *
 * <p>Several writers may load at the same time, in different processes too; they publish one after the other. Run ids are
 * given at {@link #begin}, so the newest run of two that overlap is the one that began later. Not for several threads.
 *
 * <p>Rows are taken from each iterable once, and streamed. Every method throws {@link DatabaseException} when PostgreSQL
 * fails; after any exception only {@link #close} remains to be called.
 */
public final class RunWriter implements AutoCloseable {
    /** Any number that no other program uses: "featrscp" in ASCII. */
    static final long PUBLISHING_LOCK = 0x66656174_72736370L;

    private final Connection connection;
    private final ModelRow model;
    private final TokenizerRow tokenizer;
    private final List<CorpusRow> corpora;
    private final ContextSetRow contextSet;
    private final CorpusKeys corpusKeys;
    private final NeededContexts needed;
    private final Provenance provenance;
    private final int runId;
    private final RunTables tables;
    private final DocumentFeatures documentFeatures;
    private final PeakIndex peaks;
    private final TokenIndex tokens;
    private final Map<SourceRow, Written> sources = new LinkedHashMap<>();
    private final Map<SourceRow, SourceHighlights> highlights = new HashMap<>();
    private final Map<SourceRow, Iterable<ExplanationRow>> explanations = new HashMap<>();
    private boolean published;

    private RunWriter(
            Connection connection,
            ModelRow model,
            TokenizerRow tokenizer,
            List<CorpusRow> corpora,
            ContextSetRow contextSet)
            throws SQLException {
        this.connection = connection;
        this.model = model;
        this.tokenizer = tokenizer;
        this.corpora = List.copyOf(corpora);
        this.contextSet = contextSet;
        this.corpusKeys = CorpusKeys.of(corpora.stream().map(CorpusRow::sha256).toList());
        this.needed = new NeededContexts(corpusKeys);
        this.provenance = new Provenance(connection);
        beginTransaction();
        provenance.requireSameWeights(model);
        this.runId = provenance.id("select nextval(pg_get_serial_sequence('run', 'id'))");
        this.tables = new RunTables(connection, runId, corpusKeys);
        tables.create();
        this.documentFeatures = new DocumentFeatures(connection, runId);
        documentFeatures.stage();
        this.peaks = new PeakIndex(corpusKeys, RunTables.FREEZE);
        this.tokens = new TokenIndex(RunTables.FREEZE);
    }

    /**
     * Opens a connection of its own.
     *
     * @param corpora side by side in the run; other methods name them by their place in this list, from 0
     * @param contextSet the way in which each of them is cut
     * @throws IllegalArgumentException when a corpus is there twice
     * @throws DatabaseException when a model of this name is there with other weights, or PostgreSQL fails
     */
    public static RunWriter begin(
            DataSource dataSource,
            ModelRow model,
            TokenizerRow tokenizer,
            List<CorpusRow> corpora,
            ContextSetRow contextSet) {
        Connection connection = null;
        try {
            connection = dataSource.getConnection();
            return new RunWriter(connection, model, tokenizer, corpora, contextSet);
        } catch (SQLException e) {
            throw abandoned(connection, DatabaseException.duringTransaction("beginning a run", e));
        } catch (RuntimeException e) {
            throw abandoned(connection, e);
        }
    }

    private static RuntimeException abandoned(@Nullable Connection connection, RuntimeException failure) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    private void beginTransaction() throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        // Savepoints would make the tables those of another subtransaction, which COPY with freeze refuses.
        connection.unwrap(PGConnection.class).setAutosave(AutoSave.NEVER);
        try (Statement statement = connection.createStatement()) {
            // A scan may take hours between two calls.
            statement.execute("set local idle_in_transaction_session_timeout = 0");
            statement.execute("set local statement_timeout = 0");
            statement.execute("set local lock_timeout = 0");
        }
    }

    /** The id that the run will have. */
    public long runId() {
        return runId;
    }

    /** @param corpus its place in the run's list of corpora */
    public void writeDocuments(int corpus, Iterable<DocumentRow> documents) {
        requireCorpus(corpus);
        during("writing documents", () -> tables.copyDocuments(corpus, documents));
    }

    /**
     * @param corpus its place in the run's list of corpora
     * @throws IllegalArgumentException for a context with more tokens than the context set has
     */
    public void writeContexts(int corpus, Iterable<ContextRow> contexts) {
        requireCorpus(corpus);
        during("writing contexts", () -> tables.copyContexts(corpus, contexts, contextSet.contextTokens()));
    }

    private void requireCorpus(int corpus) {
        if (corpus < 0 || corpus >= corpora.size()) {
            throw new IllegalArgumentException("corpus must be below " + corpora.size() + ", got " + corpus);
        }
    }

    /** A source that waits to be published, with the id that its rows carry. */
    private record Written(int id, @Nullable FidelityRow fidelity) {}

    /**
     * @param fidelity null unless the source is an SAE
     * @param features exactly one row for each feature of the source; cheapest in order of their index
     * @throws IllegalArgumentException when features are missing, or the source was written before
     * @throws DatabaseException also when the model has another source of this name
     */
    public void writeSource(SourceRow source, @Nullable FidelityRow fidelity, Iterable<FeatureRow> features) {
        writeSource(source, fidelity, features, false);
    }

    /** Of a source some of whose features may be missing: a file of another tool holds what it holds. */
    public void writeSourceWithGaps(SourceRow source, Iterable<FeatureRow> features) {
        writeSource(source, null, features, true);
    }

    private void writeSource(
            SourceRow source, @Nullable FidelityRow fidelity, Iterable<FeatureRow> features, boolean gaps) {
        during("writing source " + source.name(), () -> {
            int sourceId = newSourceId(source, fidelity);
            CheckedFeatures checked = new CheckedFeatures(source, features.iterator(), needed, gaps);
            SourceOverview overview =
                    new SourceOverview(checked, feature -> makeSearchable(sources.size() - 1, feature));
            tables.copyFeatures(sourceId, overview);
            checked.requireAll();
            documentFeatures.copy(sourceId, overview.outstanding(), corpusKeys);
            highlights.put(source, overview.highlights());
        });
    }

    private void makeSearchable(int source, FeatureRow feature) {
        Float maximum = feature.figures().maximum();
        peaks.accept(source, feature.index(), maximum, feature.kept().top());
        tokens.accept(source, feature.index(), maximum, feature.kept());
    }

    /** Explanations belong to a source, and are added to those it has when the run is published. */
    public void writeExplanations(SourceRow source, Iterable<ExplanationRow> rows) {
        explanations.put(source, rows);
    }

    private int newSourceId(SourceRow source, @Nullable FidelityRow fidelity) throws SQLException {
        for (SourceRow written : sources.keySet()) {
            if (written.name().equals(source.name())) {
                throw new IllegalArgumentException("source '" + source.name() + "' must be written once, got it twice");
            }
        }
        int sourceId = provenance.sourceIdToUse(model, source);
        sources.put(source, new Written(sourceId, fidelity));
        return sourceId;
    }

    /**
     * Makes everything written visible at once, and ends the transaction.
     *
     * @return the id of the run
     * @throws IllegalStateException when the context of an example, or the document of a context, was not written
     */
    public long publish(RunRow run) {
        requireFitting(run);
        during("publishing the run", () -> {
            requireUnpublished();
            tables.index();
            tables.analyze();
            provenance.id("select 1 from pg_advisory_xact_lock(?)", PUBLISHING_LOCK);
            int modelId = provenance.modelId(model);
            List<Integer> contextSetIds = moveContexts();
            new RunRecord(provenance, runId, corpusKeys).insert(run, modelId, contextSetIds);
            List<Integer> sourceIds = insertSources(modelId);
            tables.profileDensities(run.tokens());
            peaks.write(
                    connection, runId, contextSetIds, sourceIds::get, TokenBytes.of(tokenizer), tokens::acceptPeaks);
            tokens.write(connection, runId, sourceIds::get);
            PeakIndex.index(connection, runId);
            TokenIndex.index(connection, runId);
            PeakIndex.finish(connection, runId);
            tables.attach();
        });
        commit();
        published = true;
        return runId;
    }

    private void requireFitting(RunRow run) {
        if (run.corpora().size() != corpora.size()) {
            throw new IllegalArgumentException("a run of " + corpora.size() + " corpora must have as many counts, got "
                    + run.corpora().size());
        }
    }

    private void requireUnpublished() {
        if (published) {
            throw new IllegalStateException("a writer must publish once, run " + runId + " is published");
        }
    }

    /** @return the context set of each corpus */
    private List<Integer> moveContexts() throws SQLException {
        int tokenizerId = provenance.tokenizerId(tokenizer);
        TokenBytes tokens = TokenBytes.of(tokenizer);
        List<Integer> contextSetIds = new ArrayList<>();
        for (int corpus = 0; corpus < corpora.size(); corpus++) {
            int corpusId = provenance.corpusId(corpora.get(corpus));
            int contextSetId = provenance.contextSetId(corpusId, tokenizerId, contextSet);
            tables.moveDocuments(corpus, corpusId);
            tables.moveContexts(corpus, contextSetId, tokens);
            tables.requireComplete(corpus, contextSetId, corpusId, needed.of(corpus));
            documentFeatures.move(corpus, contextSetId);
            contextSetIds.add(contextSetId);
        }
        documentFeatures.index();
        return contextSetIds;
    }

    /** @return their ids, in the order in which they were written */
    private List<Integer> insertSources(int modelId) throws SQLException {
        List<Integer> ids = new ArrayList<>();
        for (Map.Entry<SourceRow, Written> entry : sources.entrySet()) {
            int written = entry.getValue().id();
            int sourceId = provenance.sourceId(modelId, model, entry.getKey(), written);
            if (sourceId != written) { // another writer published this source first, while we were loading
                tables.renumberSource(written, sourceId);
            }
            ids.add(sourceId);
            insertRunSource(sourceId, entry.getValue().fidelity());
            ExplanationWriter.write(connection, sourceId, explanations.getOrDefault(entry.getKey(), List.of()));
            SourceHighlights found = highlights.get(entry.getKey());
            if (found != null) { // null: writing its features failed
                found.insert(provenance, runId, sourceId, corpusKeys);
            }
        }
        return ids;
    }

    private void insertRunSource(int sourceId, @Nullable FidelityRow fidelity) throws SQLException {
        if (fidelity == null) {
            provenance.update("insert into run_source (run_id, source_id) values (?, ?)", runId, sourceId);
            return;
        }
        provenance.update(
                """
                insert into run_source (run_id, source_id, fvu, fvu_tokens, mean_l0, dead_features, suspicion, remarks)
                values (?, ?, ?, ?, ?, ?, ?, ?)""",
                runId,
                sourceId,
                fidelity.fvu(),
                fidelity.fvuTokens(),
                fidelity.meanL0(),
                fidelity.deadFeatures(),
                fidelity.suspicion(),
                fidelity.remarks().toArray(String[]::new));
    }

    private void commit() {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (DatabaseException.isConnectionLost(e)) {
                throw new DatabaseException(
                        "the connection to PostgreSQL was lost in the moment of publishing run " + runId
                                + "; it is either wholly there or not at all: `featurescope status` tells which",
                        e);
            }
            throw DatabaseException.duringTransaction("publishing the run", e);
        }
    }

    /** Closes the connection; what is not published is rolled back. */
    @Override
    public void close() {
        try (connection;
                peaks;
                tokens) {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            // Only a lost connection cannot roll back, and then the server does.
            if (!DatabaseException.isConnectionLost(e)) {
                throw DatabaseException.duringTransaction("closing the run", e);
            }
        }
    }

    private static void during(String action, Writing writing) {
        try {
            writing.run();
        } catch (SQLException e) {
            throw DatabaseException.duringTransaction(action, e);
        }
    }

    private interface Writing {
        void run() throws SQLException;
    }
}
