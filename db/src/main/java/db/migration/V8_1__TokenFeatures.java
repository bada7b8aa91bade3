package db.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.store.RunTokens;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** Fills {@code token_feature} for earlier runs; SQL cannot unpack evidence. Flyway finds it by its package and name. */
public final class V8_1__TokenFeatures extends BaseJavaMigration {

    private static final String RUNS = """
            select r.id, array(select encode(c.sha256, 'hex') from run_corpus rc join context_set s on s.id = rc.context_set_id
                join corpus c on c.id = s.corpus_id where rc.run_id = r.id order by rc.ordinal),
              array(select context_set_id from run_corpus rc where rc.run_id = r.id order by rc.ordinal)
            from run r order by r.id""";

    private record Run(int id, CorpusKeys corpora, List<Integer> contextSets) {}

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
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
        for (Run run : runs) {
            RunTokens.fill(connection, run.id, run.corpora, run.contextSets);
        }
    }
}
