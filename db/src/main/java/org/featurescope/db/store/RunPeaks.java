package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.featurescope.db.format.CorpusKeys;

/** Makes published runs from before there was a search searchable: their texts, and where their features peak. */
public final class RunPeaks {

    private RunPeaks() {}

    /** Adds all contexts of a context set that is not in the index yet. */
    public static void indexContexts(Connection connection, int contextSet) throws SQLException {
        new TextIndex(connection, contextSet, TokenBytes.of(connection, contextSet))
                .add("select context_no, token_ids from context where context_set_id = " + contextSet
                        + " order by context_no");
    }

    /**
     * @param corpora of the run, by ordinal
     * @param contextSets of them
     */
    public static void fill(Connection connection, int run, CorpusKeys corpora, List<Integer> contextSets)
            throws SQLException {
        try (PeakIndex peaks = new PeakIndex(corpora, "")) {
            try (Statement statement = connection.createStatement()) {
                for (String parent : PeakIndex.PARTITIONED) {
                    statement.execute("create table %s partition of %s for values in (%d)"
                            .formatted(RunTables.partition(parent, run), parent, run));
                }
            }
            List<Integer> sources = RunFeatures.sources(connection, run);
            for (int i = 0; i < sources.size(); i++) {
                int source = i;
                RunFeatures.read(
                        connection,
                        run,
                        sources.get(i),
                        corpora,
                        (feature, maximum, kept) -> peaks.accept(source, feature, maximum, kept.top()));
            }
            peaks.write(
                    connection,
                    run,
                    contextSets,
                    sources::get,
                    TokenBytes.of(connection, contextSets.get(0)),
                    (places, tokenIds) -> {});
            PeakIndex.finish(connection, run);
        }
    }
}
