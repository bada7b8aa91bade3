package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** Adds explanations to the features of a published source. The caller's transaction decides when they are seen. */
public final class ExplanationWriter {

    private static final int ROWS_AT_ONCE = 1_000;
    private static final String INSERT = """
            insert into explanation (source_id, feature_index, description, language, method, explainer, origin, scores, public_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, replace(gen_random_uuid()::text, '-', '')))
            on conflict (public_id) do nothing""";

    private ExplanationWriter() {}

    /**
     * @param sourceId in the table {@code source}
     * @return how many were added; those whose public id is there already are left as they are
     * @throws SQLException also when there is no such source or language
     */
    public static int write(Connection connection, int sourceId, Iterable<ExplanationRow> explanations)
            throws SQLException {
        int added = 0;
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            int waiting = 0;
            for (ExplanationRow explanation : explanations) {
                bind(insert, sourceId, explanation);
                insert.addBatch();
                if (++waiting == ROWS_AT_ONCE) {
                    added += sum(insert.executeBatch());
                    waiting = 0;
                }
            }
            return added + sum(insert.executeBatch());
        }
    }

    private static void bind(PreparedStatement insert, int sourceId, ExplanationRow explanation) throws SQLException {
        insert.setInt(1, sourceId);
        insert.setInt(2, explanation.feature());
        insert.setString(3, explanation.description().replace('\0', '\ufffd'));
        insert.setString(4, explanation.language());
        insert.setString(5, explanation.method());
        insert.setString(6, explanation.explainer());
        insert.setString(7, explanation.origin());
        insert.setObject(8, explanation.scores(), Types.OTHER);
        insert.setString(9, explanation.publicId());
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }
}
