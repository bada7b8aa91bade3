package org.featurescope.db.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.featurescope.db.Sql;
import org.featurescope.db.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ExplanationWriterIT {

    private TestDatabase database;
    private int source;

    @BeforeEach
    void publish() throws SQLException {
        database = TestDatabase.create();
        SampleRun.publish(database.dataSource(), "first", 0, 2);
        source = Integer.parseInt(Sql.one(database.dataSource(), "select id from source"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void addsEachOnce() throws Exception {
        List<ExplanationRow> rows = List.of(
                explanation(0, "words about ships", "english", "ships-1"),
                explanation(1, "names of rivers", "english", null));

        assertThat(write(rows)).isEqualTo(2);
        assertThat(write(rows.subList(0, 1))).isZero();

        assertThat(Sql.rows(
                        database.dataSource(),
                        "select feature_index, description, explainer, scores from explanation order by id"))
                .containsExactly(
                        "0|words about ships|a person|[{\"value\": 0.5}]",
                        "1|names of rivers|a person|[{\"value\": 0.5}]");
        assertThat(Sql.rows(database.dataSource(), "select distinct length(public_id) from explanation order by 1"))
                .containsExactly("7", "32");
    }

    @Test
    void wordsAreStemmedByLanguageAndFoundByTheirBeginning() throws Exception {
        write(List.of(
                explanation(0, "running ships", "english", "en"),
                explanation(1, "die Häuser der Stadt", "german", "de")));

        assertThat(matching("to_tsquery('english', 'ship & runs')")).containsExactly("en");
        assertThat(matching("to_tsquery('german', 'Haus')")).containsExactly("de");
        assertThat(matching("to_tsquery('simple', 'runn:*')")).containsExactly("en");
        assertThat(matching("to_tsquery('simple', 'hous:*')")).isEmpty();
    }

    private List<String> matching(String query) throws SQLException {
        return Sql.rows(database.dataSource(), "select public_id from explanation where words @@ " + query);
    }

    @Test
    void refusesALanguageThatPostgresqlDoesNotKnow() {
        assertThatThrownBy(() -> write(List.of(explanation(0, "x", "klingon", null))))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("klingon");
    }

    @Test
    void aRowMustHaveTextAndAnIdForAddresses() {
        assertThatThrownBy(() -> explanation(3, "", "english", null))
                .hasMessage("an explanation must have 1 to 20000 characters, that of feature 3 has 0");
        assertThatThrownBy(() -> explanation(3, "x", "english", "a/b"))
                .hasMessage("the id of an explanation must be 1 to 64 letters, digits, '_' or '-', got 'a/b'");
    }

    private int write(List<ExplanationRow> rows) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return ExplanationWriter.write(connection, source, rows);
        }
    }

    private static ExplanationRow explanation(int feature, String text, String language, @Nullable String id) {
        return new ExplanationRow(feature, text, language, "by hand", "a person", "test", "[{\"value\": 0.5}]", id);
    }
}
