package db.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.EvidenceFormat;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * Fills {@code logit_tokens} and {@code logit_effects} of runs from before there were such columns; SQL cannot unpack evidence.
 * Flyway finds it by its package and name. Like every published migration, it stays as it is.
 */
public final class V4_1__LogitTokens extends BaseJavaMigration {

    private static final int BATCH = 1_000;
    private static final String CORPORA = """
            select array(select encode(c.sha256, 'hex') from run_corpus rc join context_set s on s.id = rc.context_set_id
              join corpus c on c.id = s.corpus_id where rc.run_id = ? order by rc.ordinal)""";
    private static final String EVIDENCE = """
            select source_id, feature_index, bytes from evidence where run_id = ? order by source_id, feature_index, part""";
    private static final String UPDATE = """
            update feature set logit_tokens = ?, logit_effects = ? where run_id = ? and source_id = ? and feature_index = ?""";

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        List<Integer> runs = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet run = statement.executeQuery("select id from run order by id")) {
            while (run.next()) {
                runs.add(run.getInt(1));
            }
        }
        for (int run : runs) {
            fill(connection, run, corpora(connection, run));
        }
    }

    private static CorpusKeys corpora(Connection connection, int run) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CORPORA)) {
            select.setInt(1, run);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return CorpusKeys.of(List.of((String[]) row.getArray(1).getArray()));
            }
        }
    }

    private static void fill(Connection connection, int run, CorpusKeys corpora) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(EVIDENCE);
                Updates updates = new Updates(connection, run, corpora)) {
            select.setInt(1, run);
            select.setFetchSize(BATCH);
            try (ResultSet part = select.executeQuery()) {
                while (part.next()) {
                    updates.add(part.getInt(1), part.getInt(2), part.getBytes(3));
                }
            }
            updates.finish();
        }
    }

    /** Joins the parts of a feature, and writes what they say, many features at a time. */
    private static final class Updates implements AutoCloseable {

        private final Connection connection;
        private final PreparedStatement update;
        private final int run;
        private final CorpusKeys corpora;
        private final List<byte[]> parts = new ArrayList<>();
        private int source;
        private int feature;
        private int waiting;

        Updates(Connection connection, int run, CorpusKeys corpora) throws SQLException {
            this.connection = connection;
            this.update = connection.prepareStatement(UPDATE);
            this.run = run;
            this.corpora = corpora;
        }

        void add(int partSource, int partFeature, byte[] bytes) throws SQLException {
            if (partSource != source || partFeature != feature) {
                endFeature();
                source = partSource;
                feature = partFeature;
            }
            parts.add(bytes);
        }

        void finish() throws SQLException {
            endFeature();
            update.executeBatch();
        }

        private void endFeature() throws SQLException {
            if (parts.isEmpty()) {
                return;
            }
            FeatureWeights weights = EvidenceFormat.decode(EvidenceFormat.join(parts), feature, corpora)
                    .weights();
            parts.clear();
            List<TokenEffect> raised = weights == null || weights.logits() == null
                    ? List.of()
                    : weights.logits().top();
            if (!raised.isEmpty()) {
                update(raised);
            }
        }

        private void update(List<TokenEffect> raised) throws SQLException {
            Object[] tokens = raised.stream().map(TokenEffect::tokenId).toArray();
            Object[] effects = raised.stream().map(TokenEffect::effect).toArray();
            update.setArray(1, connection.createArrayOf("integer", tokens));
            update.setArray(2, connection.createArrayOf("real", effects));
            update.setInt(3, run);
            update.setInt(4, source);
            update.setInt(5, feature);
            update.addBatch();
            if (++waiting % BATCH == 0) {
                update.executeBatch();
            }
        }

        @Override
        public void close() throws SQLException {
            update.close();
        }
    }
}
