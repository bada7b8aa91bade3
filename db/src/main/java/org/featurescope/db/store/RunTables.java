package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.core.evidence.TokenLookup;
import org.featurescope.db.format.Bars;
import org.featurescope.db.format.ColumnFormat;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.HistogramFormat;
import org.featurescope.db.format.TokenIdFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a run wait until it is published: its partitions, still tables of their own that nobody reads, and
 * temporary tables for documents and contexts, which may be there already.
 *
 * <p>All of them are made in the writer's transaction, hence gone when it fails, and filled with {@code freeze}, so that
 * no vacuum has to rewrite them.
 */
final class RunTables {
    static final String FREEZE = ", freeze";
    private static final int FETCH_ROWS = 10_000;

    /** Their statistics wait on the heap meanwhile. */
    private static final int FEATURES_PER_COPY = 1 << 15;

    /** Their rows name a source. */
    static final List<String> PARTITIONED = List.of("feature", "evidence", "feature_column", "document_feature");

    /** All that hold rows of a run. */
    static final List<String> ALL_PARTITIONED = Stream.of(
                    PARTITIONED, PeakIndex.PARTITIONED, List.of(TokenIndex.PARTITIONED))
            .flatMap(List::stream)
            .toList();

    private final Connection connection;
    private final long runId;
    private final CorpusKeys corpora;

    RunTables(Connection connection, long runId, CorpusKeys corpora) {
        this.connection = connection;
        this.runId = runId;
        this.corpora = corpora;
    }

    /** Locks no reader out: {@code like} takes the weakest lock there is. */
    void create() throws SQLException {
        for (String parent : ALL_PARTITIONED) {
            createPartition(parent);
        }
        execute("create temporary table staged_document (like document) on commit drop");
        execute("alter table staged_document rename column corpus_id to corpus");
        execute("create temporary table staged_context (like context) on commit drop");
        execute("alter table staged_context rename column context_set_id to corpus");
    }

    private void createPartition(String parent) throws SQLException {
        // The check spares `attach partition` the scan.
        execute("""
                create table %1$s (like %2$s including all excluding indexes,
                  constraint %1$s_is_of_run check (run_id = %3$d))""".formatted(partition(parent), parent, runId));
    }

    /** Once all rows are there, which is quicker than with each of them; the same as the parents have. */
    void index() throws SQLException {
        execute("set local maintenance_work_mem = '128MB'");
        execute("alter table %s add primary key (run_id, source_id, feature_index, part)"
                .formatted(partition("evidence")));
        execute("alter table %s add primary key (run_id, source_id, feature_index)".formatted(partition("feature")));
        execute("create index on %s using gin (logit_tokens)".formatted(partition("feature")));
        execute("alter table %s add primary key (run_id, source_id, name, first_feature)"
                .formatted(partition("feature_column")));
    }

    /** @param corpus its ordinal in the run, like below */
    void copyDocuments(int corpus, Iterable<DocumentRow> documents) throws SQLException {
        String target = "staged_document (corpus, document_no, external_id, title, label, source, licence)";
        try (BinaryCopy copy = BinaryCopy.into(connection, target, FREEZE)) {
            for (DocumentRow document : documents) {
                copy.row(7);
                copy.int32(corpus);
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

    void copyContexts(int corpus, Iterable<ContextRow> contexts, int contextTokens) throws SQLException {
        String target = "staged_context (corpus, context_no, document_no, first_token, token_ids, text)";
        try (BinaryCopy copy = BinaryCopy.into(connection, target, FREEZE)) {
            for (ContextRow context : contexts) {
                requireLength(context, contextTokens);
                copy.row(6);
                copy.int32(corpus);
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

    /** The rows go into the tables by turns, because a connection has one COPY at a time. */
    void copyFeatures(int sourceId, Iterator<FeatureRow> features) throws SQLException {
        EncodedFeatures encoded = new EncodedFeatures(features, corpora);
        while (encoded.hasNext()) {
            List<FeatureRow> taken = copyEvidence(sourceId, encoded);
            copyStatistics(sourceId, taken);
            copyColumns(sourceId, taken);
        }
    }

    /** Takes features until a COPY is large enough. */
    private List<FeatureRow> copyEvidence(int sourceId, EncodedFeatures features) throws SQLException {
        String target = partition("evidence") + " (run_id, source_id, feature_index, part, bytes)";
        List<FeatureRow> taken = new ArrayList<>();
        try (BinaryCopy copy = BinaryCopy.into(connection, target, FREEZE)) {
            while (features.hasNext() && !copy.isLarge() && taken.size() < FEATURES_PER_COPY) {
                EncodedFeatures.Encoded feature = features.next();
                taken.add(feature.row());
                int part = 0;
                for (byte[] bytes : feature.parts()) {
                    copy.row(5);
                    copy.int32((int) runId);
                    copy.int32(sourceId);
                    copy.int32(feature.row().index());
                    copy.int16(part++);
                    copy.bytes(bytes);
                }
            }
            copy.finish();
        }
        return taken;
    }

    private void copyStatistics(int sourceId, List<FeatureRow> features) throws SQLException {
        String target =
                partition("feature") + " (run_id, source_id, feature_index, active_tokens, maximum, minimum, mean,"
                        + " histogram, active_contexts, standard_deviation, skewness, kurtosis, input_norm, output_norm,"
                        + " input_output_cosine, lookup_share, auc, logit_tokens, logit_effects, density, bars)";
        try (BinaryCopy copy = BinaryCopy.into(connection, target, FREEZE)) {
            for (FeatureRow feature : features) {
                copy.row(21);
                copy.int32((int) runId);
                copy.int32(sourceId);
                copy.int32(feature.index());
                copyScalars(copy, feature.figures());
                copyScalars(copy, feature.weights());
                TokenLookup lookup = feature.kept().lookup();
                copy.float64(lookup == null ? null : lookup.varianceExplained());
                copy.float32Array(
                        feature.kept().labels().stream().map(LabelEvidence::auc).toList());
                copyRaised(copy, feature.weights());
                copy.float64(feature.figures().density());
                Bars bars = feature.figures().bars();
                copy.bytes(bars == null ? null : bars.encode());
            }
            copy.finish();
        }
    }

    private static void copyRaised(BinaryCopy copy, @Nullable FeatureWeights weights) throws SQLException {
        List<TokenEffect> raised = weights == null || weights.logits() == null
                ? List.of()
                : weights.logits().top();
        copy.int32Array(
                raised.isEmpty()
                        ? null
                        : raised.stream().map(TokenEffect::tokenId).toList());
        copy.float32Array(raised.stream().map(each -> (double) each.effect()).toList());
    }

    /** Features that follow one another share a row for each number; they come by index, so that usually is one. */
    private void copyColumns(int sourceId, List<FeatureRow> features) throws SQLException {
        List<FeatureRow> byIndex = features.stream()
                .sorted(Comparator.comparingInt(FeatureRow::index))
                .toList();
        String target = partition("feature_column") + " (run_id, source_id, name, first_feature, packed)";
        try (BinaryCopy copy = BinaryCopy.into(connection, target, FREEZE)) {
            for (int from = 0, to; from < byIndex.size(); from = to) {
                to = endOfSequence(byIndex, from);
                int first = byIndex.get(from).index();
                for (Map.Entry<String, float[]> column :
                        FeatureColumns.of(byIndex.subList(from, to)).entrySet()) {
                    copy.row(5);
                    copy.int32((int) runId);
                    copy.int32(sourceId);
                    copy.text(column.getKey());
                    copy.int32(first);
                    copy.bytes(ColumnFormat.encode(column.getValue()));
                }
            }
            copy.finish();
        }
    }

    private static int endOfSequence(List<FeatureRow> byIndex, int from) {
        int to = from + 1;
        while (to < byIndex.size()
                && byIndex.get(to).index() == byIndex.get(to - 1).index() + 1) {
            to++;
        }
        return to;
    }

    private static void copyScalars(BinaryCopy copy, FeatureFigures figures) throws SQLException {
        copy.int64(figures.activeTokens());
        copy.float32(figures.maximum());
        copy.float32(figures.minimum());
        copy.float64(figures.mean());
        copy.bytes(figures.histogram() == null ? null : HistogramFormat.encode(figures.histogram()));
        copy.int64(figures.activeContexts());
        copy.float64(figures.standardDeviation());
        copy.float64(figures.skewness());
        copy.float64(figures.kurtosis());
    }

    private static void copyScalars(BinaryCopy copy, @Nullable FeatureWeights weights) throws SQLException {
        copy.float64(weights == null ? null : weights.inputNorm());
        copy.float64(weights == null ? null : weights.outputNorm());
        copy.float64(weights == null ? null : weights.inputOutputCosine());
    }

    /** Statistics for the planner; of few rows and of the columns that queries name, for a large sample of wide rows takes long. */
    void analyze() throws SQLException {
        execute("set local default_statistics_target = 10");
        execute("analyze %s (source_id, feature_index, part)".formatted(partition("evidence")));
        execute("analyze %s (source_id, feature_index, logit_tokens)".formatted(partition("feature")));
        execute("analyze %s (source_id, name, first_feature)".formatted(partition("feature_column")));
    }

    void moveDocuments(int corpus, int corpusId) throws SQLException {
        execute("""
                insert into document (corpus_id, document_no, external_id, title, label, source, licence)
                select %d, document_no, external_id, title, label, source, licence from staged_document
                where corpus = %d order by document_no on conflict do nothing""".formatted(corpusId, corpus));
    }

    /** Those that are new go into the index of words, too. */
    void moveContexts(int corpus, int contextSetId, TokenBytes tokens) throws SQLException {
        new TextIndex(connection, contextSetId, tokens).add("""
                select context_no, token_ids from staged_context s where corpus = %d and not exists
                  (select from context c where c.context_set_id = %d and c.context_no = s.context_no)
                order by context_no""".formatted(corpus, contextSetId));
        execute("""
                insert into context (context_set_id, context_no, document_no, first_token, token_ids, text)
                select %d, context_no, document_no, first_token, token_ids, text from staged_context
                where corpus = %d order by context_no on conflict do nothing""".formatted(contextSetId, corpus));
    }

    /** How many features of each source of the run have which density; see docs/store.md. */
    void profileDensities(@Nullable Long tokens) throws SQLException {
        execute("""
                update run_source rs set density_profile = (
                  select array_agg(coalesce(found.features, 0) order by bin)
                  from generate_series(0, 31) bin left join (
                    select least(31, greatest(0, floor(4 * log(density))::integer + 32)) as of_bin,
                      count(*)::integer as features
                    from (select source_id, coalesce(density, active_tokens::double precision / %2$s) as density from %1$s) f
                    where f.source_id = rs.source_id and density > 0
                    group by 1) found on found.of_bin = bin)
                where run_id = %3$d""".formatted(partition("feature"), tokens, runId));
    }

    /**
     * @param contexts that the evidence of this corpus names; cleared
     * @throws IllegalStateException when a page would lack one of them, or its document
     */
    void requireComplete(int corpus, int contextSetId, int corpusId, BitSet contexts) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet stored =
                    statement.executeQuery("select context_no from context where context_set_id = " + contextSetId)) {
                while (stored.next()) {
                    contexts.clear(stored.getInt(1));
                }
            }
        }
        if (!contexts.isEmpty()) {
            throw new IllegalStateException("every context of an example or of its repeats must be written, missing is"
                    + " context " + contexts.nextSetBit(0) + " of corpus " + corpus);
        }
        requireNone("""
                select document_no from staged_context c where corpus = %d and not exists
                  (select from document d where d.corpus_id = %d and d.document_no = c.document_no) limit 1""".formatted(corpus, corpusId), "every context's document must be written, missing is document ");
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
        for (String parent : PARTITIONED) {
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
        for (String parent : ALL_PARTITIONED) {
            String partition = partition(parent);
            execute("alter table " + parent + " attach partition " + partition + " for values in (" + runId + ")");
            execute("alter table %1$s drop constraint %1$s_is_of_run".formatted(partition));
        }
    }

    private String partition(String parent) {
        return partition(parent, runId);
    }

    static String partition(String parent, long runId) {
        return parent + "_run_" + runId;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
