package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.featurescope.db.format.HistogramFormat;
import org.featurescope.db.format.TokenIdFormat;

/**
 * Where the rows of a run wait until it is published: its two partitions, still tables of their own that nobody reads, and
 * temporary tables for documents and contexts, which may be there already.
 *
 * <p>All of them are made in the writer's transaction, hence gone when it fails, and filled with {@code freeze}, so that
 * no vacuum has to rewrite them.
 */
final class RunTables {
    private static final String FREEZE = ", freeze";

    private final Connection connection;
    private final long runId;

    RunTables(Connection connection, long runId) {
        this.connection = connection;
        this.runId = runId;
    }

    /** Locks no reader out: {@code like} takes the weakest lock there is. */
    void create() throws SQLException {
        createPartition("feature");
        createPartition("example");
        execute("create temporary table staged_document (like document) on commit drop");
        execute("alter table staged_document drop column corpus_id");
        execute("create temporary table staged_context (like context) on commit drop");
        execute("alter table staged_context drop column context_set_id");
    }

    private void createPartition(String parent) throws SQLException {
        // The check spares `attach partition` the scan.
        execute("create table %1$s (like %2$s including all, constraint %1$s_is_of_run check (run_id = %3$d))"
                .formatted(partition(parent), parent, runId));
    }

    void copyDocuments(Iterable<DocumentRow> documents) throws SQLException {
        String target = "staged_document (document_no, external_id, title, label, source, licence)";
        try (BinaryCopy copy = BinaryCopy.into(connection, target, FREEZE)) {
            for (DocumentRow document : documents) {
                copy.row(6);
                copy.int32(document.documentNo());
                copy.text(document.externalId());
                copy.text(document.title());
                copy.text(document.label());
                copy.text(document.source());
                copy.text(document.licence());
            }
            copy.finish();
        }
    }

    void copyContexts(Iterable<ContextRow> contexts, int contextTokens) throws SQLException {
        String target = "staged_context (context_no, document_no, first_token, token_ids, text)";
        try (BinaryCopy copy = BinaryCopy.into(connection, target, FREEZE)) {
            for (ContextRow context : contexts) {
                requireLength(context, contextTokens);
                copy.row(5);
                copy.int32(context.contextNo());
                copy.int32(context.documentNo());
                copy.int32(context.firstToken());
                copy.bytes(TokenIdFormat.encode(context.tokenIds()));
                copy.text(context.text());
            }
            copy.finish();
        }
    }

    private static void requireLength(ContextRow context, int contextTokens) {
        if (context.tokenIds().length > contextTokens) {
            throw new IllegalArgumentException("context " + context.contextNo() + " must have at most contextTokens = "
                    + contextTokens + " tokens, got " + context.tokenIds().length);
        }
    }

    /** @return the number of rows */
    long copyFeatures(int sourceId, Iterable<FeatureRow> features) throws SQLException {
        String target = partition("feature") + " (run_id, source_id, feature_index,"
                + " active_tokens, maximum, minimum, mean, histogram)";
        try (BinaryCopy copy = BinaryCopy.into(connection, target, FREEZE)) {
            for (FeatureRow feature : features) {
                copy.row(8);
                copy.int32((int) runId);
                copy.int32(sourceId);
                copy.int32(feature.index());
                copy.int64(feature.activeTokens());
                copy.float32(feature.maximum());
                copy.float32(feature.minimum());
                copy.float64(feature.mean());
                copy.bytes(HistogramFormat.encode(feature.histogram()));
            }
            return copy.finish();
        }
    }

    /** @param features number of features of the source; an example of another one is refused */
    void copyExamples(int sourceId, int features, Iterable<ExampleRow> examples) throws SQLException {
        String target = partition("example") + " (run_id, source_id, feature_index, evidence_group, rank,"
                + " context_no, peak_position, peak, activations)";
        try (BinaryCopy copy = BinaryCopy.into(connection, target, FREEZE)) {
            for (ExampleRow example : examples) {
                requireFeature(example, features);
                copy.row(9);
                copy.int32((int) runId);
                copy.int32(sourceId);
                copy.int32(example.featureIndex());
                copy.int16(example.evidenceGroup());
                copy.int16(example.rank());
                copy.int32(example.contextNo());
                copy.int16(example.peakPosition());
                copy.float32(example.peak());
                copy.bytes(example.activations());
            }
            copy.finish();
        }
    }

    private static void requireFeature(ExampleRow example, int features) {
        if (example.featureIndex() >= features) {
            throw new IllegalArgumentException("featureIndex of an example must be below the " + features
                    + " features of its source, got " + example.featureIndex());
        }
    }

    /** Statistics for the planner; taken before publishing, because it takes its time. */
    void analyze() throws SQLException {
        execute("analyze " + partition("feature"));
        execute("analyze " + partition("example"));
    }

    void moveDocuments(int corpusId) throws SQLException {
        execute("""
                insert into document (corpus_id, document_no, external_id, title, label, source, licence)
                select %d, document_no, external_id, title, label, source, licence from staged_document
                order by document_no on conflict do nothing""".formatted(corpusId));
    }

    void moveContexts(int contextSetId) throws SQLException {
        execute("""
                insert into context (context_set_id, context_no, document_no, first_token, token_ids, text)
                select %d, context_no, document_no, first_token, token_ids, text from staged_context
                order by context_no on conflict do nothing""".formatted(contextSetId));
    }

    /** @throws IllegalStateException when a page would lack the context of an example, or its document */
    void requireComplete(int contextSetId, int corpusId) throws SQLException {
        requireNone(
                """
                select context_no from %s e where not exists
                  (select from context c where c.context_set_id = %d and c.context_no = e.context_no) limit 1""".formatted(partition("example"), contextSetId),
                "every example's context must be written, missing is context ");
        requireNone("""
                select document_no from staged_context c where not exists
                  (select from document d where d.corpus_id = %d and d.document_no = c.document_no) limit 1""".formatted(corpusId), "every context's document must be written, missing is document ");
    }

    private void requireNone(String query, String rule) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            if (found.next()) {
                throw new IllegalStateException(rule + found.getInt(1));
            }
        }
    }

    /** Gives all rows of one source another id. */
    void renumberSource(int from, int to) throws SQLException {
        for (String parent : new String[] {"feature", "example"}) {
            String sql = "update " + partition(parent) + " set source_id = ? where source_id = ?";
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setInt(1, to);
                update.setInt(2, from);
                update.executeUpdate();
            }
        }
    }

    /** Makes the tables partitions; readers of the other partitions are not blocked. */
    void attach() throws SQLException {
        for (String parent : new String[] {"feature", "example"}) {
            String partition = partition(parent);
            execute("alter table " + parent + " attach partition " + partition + " for values in (" + runId + ")");
            execute("alter table %1$s drop constraint %1$s_is_of_run".formatted(partition));
        }
    }

    private String partition(String parent) {
        return parent + "_run_" + runId;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
