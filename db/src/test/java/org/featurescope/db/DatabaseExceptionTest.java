package org.featurescope.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class DatabaseExceptionTest {
    @Test
    void aFullDiskIsSaidWithConsequenceAndRemedy() {
        DatabaseException exception = DatabaseException.duringTransaction(
                "writing contexts", new SQLException("could not extend file: No space left on device", "53100"));
        assertThat(exception)
                .hasMessage(
                        "the disk of PostgreSQL is full: writing contexts failed (could not extend file: No space left"
                                + " on device); nothing of this was stored, what was published before is untouched; free some"
                                + " space there and start again");
    }

    @Test
    void aFullDiskIsKnownByItsWordsToo() {
        SQLException failure = new SQLException("could not write: No space left on device", "58030");
        assertThat(DatabaseException.during("reading", failure))
                .hasMessageStartingWith("the disk of PostgreSQL is full");
    }

    @Test
    void aLostConnectionIsKnownByItsState() {
        for (String state : new String[] {"08006", "08003", "57P01", "57P02"}) {
            assertThat(DatabaseException.duringTransaction("writing", new SQLException("gone", state)))
                    .hasMessageStartingWith("the connection to PostgreSQL was lost while writing (gone)")
                    .hasMessageContaining("nothing of this was stored");
        }
    }

    @Test
    void anythingElseIsSaidInTheServersWordsOnOneLine() {
        SQLException failure = new SQLException("ERROR: odd\n  Detail: password=abc", "XX000");
        assertThat(DatabaseException.during("reading", failure))
                .hasMessage("PostgreSQL refused while reading: ERROR: odd; Detail: password=*** (SQLSTATE XX000)")
                .hasCause(failure);
    }
}
