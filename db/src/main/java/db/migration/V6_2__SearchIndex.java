package db.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.store.RunPeaks;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** Makes an index from before there was a search searchable; SQL cannot unpack evidence. Flyway finds it by its package and name. */
public final class V6_2__SearchIndex extends BaseJavaMigration {

    private static final String RUNS = """
            select r.id, array(select encode(c.sha256, 'hex') from run_corpus rc join context_set s on s.id = rc.context_set_id
                join corpus c on c.id = s.corpus_id where rc.run_id = r.id order by rc.ordinal),
              array(select context_set_id from run_corpus rc where rc.run_id = r.id order by rc.ordinal)
            from run r where not searchable order by r.id""";

    private record Run(int id, CorpusKeys corpora, List<Integer> contextSets) {}

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        for (int contextSet : contextSets(connection)) {
            RunPeaks.indexContexts(connection, contextSet);
        }
        for (Run run : runs(connection)) {
            RunPeaks.fill(connection, run.id, run.corpora, run.contextSets);
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

    private static List<Run> runs(Connection connection) throws SQLException {
        List<Run> runs = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(RUNS)) {
            while (row.next()) {
                CorpusKeys corpora =
                        CorpusKeys.of(List.of((String[]) row.getArray(2).getArray()));
                runs.add(new Run(row.getInt(1), corpora, List.of((Integer[])
                        row.getArray(3).getArray())));
            }
        }
        return runs;
    }
}
