package org.featurescope.db.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.featurescope.db.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RunWriterIT {
    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void publishesEveryRow() throws Exception {
        long id = SampleRun.publish(database.dataSource(), "first", 0, 2);
        assertThat(count("example where run_id = " + id)).isEqualTo(6);
    }

    private static long count(String what) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select count(*) from " + what)) {
            found.next();
            return found.getLong(1);
        }
    }
}
