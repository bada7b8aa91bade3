package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.featurescope.db.format.CorpusKeys;

/** Makes published runs from before there was {@code token_feature} searchable by token. */
public final class RunTokens {

    private RunTokens() {}

    /**
     * @param corpora of the run, by ordinal
     * @param contextSets of them
     */
    public static void fill(Connection connection, int run, CorpusKeys corpora, List<Integer> contextSets)
            throws SQLException {
        try (PeakPlaces places = new PeakPlaces(corpora);
                TokenIndex tokens = new TokenIndex("")) {
            String partition = RunTables.partition(TokenIndex.PARTITIONED, run);
            try (Statement statement = connection.createStatement()) {
                statement.execute("create table %s partition of %s for values in (%d)"
                        .formatted(partition, TokenIndex.PARTITIONED, run));
            }
            List<Integer> sources = RunFeatures.sources(connection, run);
            for (int i = 0; i < sources.size(); i++) {
                int source = i;
                RunFeatures.read(connection, run, sources.get(i), corpora, (feature, maximum, kept) -> {
                    tokens.accept(source, feature, maximum, kept);
                    places.accept(source, feature, 1, kept.top());
                });
            }
            places.visit(connection, contextSets, (corpus, peaks, tokenIds) -> tokens.acceptPeaks(peaks, tokenIds));
            tokens.write(connection, run, sources::get);
        }
    }
}
