package db.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.featurescope.db.store.EarlierRun;
import org.featurescope.db.store.RunPeaks;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** Makes an index from before there was a search searchable; SQL cannot unpack evidence. Flyway finds it by its package and name. */
public final class V6_2__SearchIndex extends BaseJavaMigration {

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        for (int contextSet : contextSets(connection)) {
            RunPeaks.indexContexts(connection, contextSet);
        }
        for (EarlierRun run : EarlierRun.where(connection, "not searchable")) {
            RunPeaks.fill(connection, run.id(), run.corpora(), run.contextSets());
        }
    }

    private static List<Integer> contextSets(Connection connection) throws SQLException {
        List<Integer> sets = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select id from context_set where indexed_contexts = 0 order by id")) {
            while (row.next()) {
                sets.add(row.getInt(1));
            }
        }
        return sets;
    }
}
