package org.featurescope.web;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.featurescope.db.store.ExplanationRow;
import org.featurescope.db.store.ExplanationWriter;
import org.jspecify.annotations.Nullable;

/** Explanations of features of {@link SmallIndex} and {@link EvidenceIndex}. */
final class ExplainedFeatures {

    static final String ID = "greetings-1";
    static final int MANY = 25;

    private ExplainedFeatures() {}

    static void write(DataSource database) {
        try (Connection connection = database.getConnection()) {
            write(
                    connection,
                    EvidenceIndex.MODEL,
                    "0-mlp",
                    Stream.of(
                            explanation(0, "greetings <b>and</b> goodbyes", ID),
                            explanation(0, "the word world after a space", null)));
            write(
                    connection,
                    SmallIndex.MODEL,
                    "1-mlp",
                    IntStream.range(0, MANY).mapToObj(i -> explanation(i, "numbers such as " + i, null)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ExplanationRow explanation(int feature, String text, @Nullable String id) {
        return new ExplanationRow(
                feature,
                text,
                "english",
                "oai_token-act-pair",
                "gpt-4o-mini",
                "imported from a test",
                "[{\"value\": 0.5, \"explanationScoreTypeName\": \"recall_alt\"}]",
                id);
    }

    private static void write(Connection connection, String model, String source, Stream<ExplanationRow> rows)
            throws SQLException {
        String sql = "select s.id from source s join model m on m.id = s.model_id where m.name = ? and s.name = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, model);
            select.setString(2, source);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                List<ExplanationRow> all = rows.toList();
                ExplanationWriter.write(connection, row.getInt(1), all);
            }
        }
    }
}
