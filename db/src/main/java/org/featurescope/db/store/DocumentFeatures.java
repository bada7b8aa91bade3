package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.EvidenceFormat;

/**
 * The features that stand out in each document of a run: what {@link OutstandingFeatures} found for each source waits in a
 * temporary table, until the documents of all contexts are known.
 */
public final class DocumentFeatures {

    private static final int FETCH_ROWS = 1_000;

    private final Connection connection;
    private final long runId;

    DocumentFeatures(Connection connection, long runId) {
        this.connection = connection;
        this.runId = runId;
    }

    /**
     * Fills them for a published run from before they were noted. Nothing happens if its standard deviations were not measured.
     *
     * @param corpora of the run, by ordinal
     * @param contextSets of them
     */
    public static void fill(Connection connection, int run, CorpusKeys corpora, List<Integer> contextSets)
            throws SQLException {
        List<Integer> sources = measuredSources(connection, run);
        if (sources.isEmpty()) {
            return;
        }
        DocumentFeatures features = new DocumentFeatures(connection, run);
        features.execute(
                "create table %s partition of document_feature for values in (%d)".formatted(features.table(), run));
        features.stage();
        for (int source : sources) {
            features.copy(source, read(connection, run, source, corpora), corpora);
        }
        for (int corpus = 0; corpus < contextSets.size(); corpus++) {
            features.move(corpus, contextSets.get(corpus));
        }
        features.execute("drop table staged_peak");
        features.execute("update run set document_features = true where id = " + run);
    }

    private static List<Integer> measuredSources(Connection connection, int run) throws SQLException {
        List<Integer> sources = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select source_id from run_source rs where run_id = " + run
                        + " and exists (select from feature f where f.run_id = rs.run_id and f.source_id = rs.source_id"
                        + " and f.standard_deviation is not null) order by 1")) {
            while (row.next()) {
                sources.add(row.getInt(1));
            }
        }
        return sources;
    }

    private static OutstandingFeatures read(Connection connection, int run, int source, CorpusKeys corpora)
            throws SQLException {
        OutstandingFeatures outstanding = new OutstandingFeatures();
        String sql = "select feature_index, f.mean, f.standard_deviation, array(select bytes from evidence e"
                + " where e.run_id = f.run_id and e.source_id = f.source_id and e.feature_index = f.feature_index"
                + " order by part) from feature f where run_id = ? and source_id = ? and standard_deviation > 0";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, run);
            select.setInt(2, source);
            select.setFetchSize(FETCH_ROWS);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    List<byte[]> parts = List.of((byte[][]) row.getArray(4).getArray());
                    outstanding.accept(
                            row.getInt(1),
                            row.getDouble(2),
                            row.getDouble(3),
                            EvidenceFormat.decode(EvidenceFormat.join(parts), row.getInt(1), corpora)
                                    .groups());
                }
            }
        }
        return outstanding;
    }

    void stage() throws SQLException {
        execute("""
                create temporary table staged_peak (corpus smallint, context_no integer, source_id integer,
                  feature_index integer, peak_position integer, peak real, deviations real) on commit drop""");
    }

    void copy(int source, OutstandingFeatures features, CorpusKeys corpora) throws SQLException {
        String target = "staged_peak (corpus, context_no, source_id, feature_index, peak_position, peak, deviations)";
        try (BinaryCopy copy = BinaryCopy.into(connection, target, "")) {
            for (Map.Entry<Long, List<OutstandingFeatures.Peak>> context : features.byContext()) {
                for (OutstandingFeatures.Peak peak : context.getValue()) {
                    copy.row(7);
                    copy.int16(corpora.ordinal(ContextId.corpusKey(context.getKey())));
                    copy.int32(ContextId.contextNo(context.getKey()));
                    copy.int32(source);
                    copy.int32(peak.feature());
                    copy.int32(peak.position());
                    copy.float32(peak.peak());
                    copy.float32(peak.deviations());
                }
            }
            copy.finish();
        }
    }

    /** Once the contexts of a corpus are stored: of each of its documents the features that stand out most, each by its largest peak. */
    void move(int corpus, int contextSet) throws SQLException {
        execute("""
                insert into %1$s (run_id, corpus_ordinal, document_no, source_id, rank, feature_index, context_no,
                  peak_position, peak, deviations)
                select %2$d, corpus, document_no, source_id, rank, feature_index, context_no, peak_position, peak, deviations
                from (
                  select *, row_number() over (
                    partition by document_no, source_id order by deviations desc, feature_index) as rank
                  from (
                    select distinct on (document_no, source_id, feature_index) p.*, c.document_no
                    from staged_peak p join context c on c.context_set_id = %4$d and c.context_no = p.context_no
                    where p.corpus = %3$d
                    order by document_no, source_id, feature_index, deviations desc, context_no) peaks) ranked
                where rank <= %5$d
                order by document_no, source_id, rank""".formatted(table(), runId, corpus, contextSet, OutstandingFeatures.MOST));
    }

    /** Once all are there. */
    void index() throws SQLException {
        execute("alter table %s add primary key (run_id, corpus_ordinal, document_no, source_id, rank)"
                .formatted(table()));
        execute("analyze " + table());
    }

    private String table() {
        return RunTables.partition("document_feature", runId);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
