package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.EvidenceFormat;
import org.featurescope.db.format.StoredEvidence;
import org.jspecify.annotations.Nullable;

/** Reads what migrations need of the features of a published run, with the tables as they were since evidence is packed. */
final class RunFeatures {

    private static final int FETCH_ROWS = 1_000;

    private RunFeatures() {}

    /** Is shown each feature. */
    interface Visitor {

        /** @param maximum null: not known */
        void feature(int index, @Nullable Float maximum, StoredEvidence kept);
    }

    /** Their ids, ascending. */
    static List<Integer> sources(Connection connection, int run) throws SQLException {
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

    static void read(Connection connection, int run, int sourceId, CorpusKeys corpora, Visitor visitor)
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
                    int index = row.getInt(1);
                    visitor.feature(
                            index,
                            row.getObject(2, Float.class),
                            EvidenceFormat.decode(EvidenceFormat.join(parts), index, corpora));
                }
            }
        }
    }
}
