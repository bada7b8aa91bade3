package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.featurescope.db.format.CorpusKeys;

/**
 * A published run that a migration adds something to.
 *
 * @param corpora of the run, by ordinal
 * @param contextSets of them
 */
public record EarlierRun(int id, CorpusKeys corpora, List<Integer> contextSets) {

    private static final String RUNS = """
            select r.id, array(select encode(c.sha256, 'hex') from run_corpus rc join context_set s on s.id = rc.context_set_id
                join corpus c on c.id = s.corpus_id where rc.run_id = r.id order by rc.ordinal),
              array(select context_set_id from run_corpus rc where rc.run_id = r.id order by rc.ordinal)
            from run r where %s order by r.id""";

    /** @param condition in SQL, of the table {@code run}; never text from outside */
    public static List<EarlierRun> where(Connection connection, String condition) throws SQLException {
        List<EarlierRun> runs = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(RUNS.formatted(condition))) {
            while (row.next()) {
                CorpusKeys corpora =
                        CorpusKeys.of(List.of((String[]) row.getArray(2).getArray()));
                runs.add(new EarlierRun(row.getInt(1), corpora, List.of((Integer[])
                        row.getArray(3).getArray())));
            }
        }
        return runs;
    }
}
