package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.EvidenceFormat;

/** Makes published runs from before there was a search searchable: their texts, and where their features peak. */
public final class RunPeaks {

    private static final int FETCH_ROWS = 1_000;

    private RunPeaks() {}

    /** Adds all contexts of a context set that is not in the index yet. */
    public static void indexContexts(Connection connection, int contextSet) throws SQLException {
        new TextIndex(connection, contextSet, TokenBytes.of(connection, contextSet))
                .add("select context_no, token_ids from context where context_set_id = " + contextSet
                        + " order by context_no");
    }

    /**
     * @param corpora of the run, by ordinal
     * @param contextSets of them
     */
    public static void fill(Connection connection, int run, CorpusKeys corpora, List<Integer> contextSets)
            throws SQLException {
        try (PeakIndex peaks = new PeakIndex(corpora, "")) {
            try (Statement statement = connection.createStatement()) {
                for (String parent : PeakIndex.PARTITIONED) {
                    statement.execute("create table %s partition of %s for values in (%d)"
                            .formatted(RunTables.partition(parent, run), parent, run));
                }
            }
            List<Integer> sources = sources(connection, run);
            for (int i = 0; i < sources.size(); i++) {
                read(connection, run, sources.get(i), i, corpora, peaks);
            }
            peaks.write(connection, run, contextSets, sources::get, TokenBytes.of(connection, contextSets.get(0)));
            PeakIndex.finish(connection, run);
        }
    }

    private static List<Integer> sources(Connection connection, int run) throws SQLException {
        List<Integer> sources = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select source_id from run_source where run_id = " + run + " order by 1")) {
            while (row.next()) {
                sources.add(row.getInt(1));
            }
        }
        return sources;
    }

    private static void read(
            Connection connection, int run, int sourceId, int source, CorpusKeys corpora, PeakIndex peaks)
            throws SQLException {
        String sql = "select feature_index, maximum, array(select bytes from evidence e"
                + " where e.run_id = f.run_id and e.source_id = f.source_id and e.feature_index = f.feature_index"
                + " order by part) from feature f where run_id = ? and source_id = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, run);
            select.setInt(2, sourceId);
            select.setFetchSize(FETCH_ROWS);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    List<byte[]> parts = List.of((byte[][]) row.getArray(3).getArray());
                    peaks.accept(
                            source,
                            row.getInt(1),
                            row.getFloat(2),
                            EvidenceFormat.decode(EvidenceFormat.join(parts), row.getInt(1), corpora).groups().stream()
                                    .filter(group -> group.kind() == GroupKind.TOP)
                                    .flatMap(group -> group.examples().stream())
                                    .toList());
                }
            }
        }
    }
}
