package org.featurescope.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.db.format.ColumnFormat;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.EvidenceFormat;
import org.featurescope.db.format.StoredEvidence;
import org.junit.jupiter.api.Test;

/** Runs of the third version get the columns and the logit tokens that lists need. */
final class ColumnUpgradeIT {

    @Test
    void columnsAndLogitTokensAreFilled() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            DataSource dataSource = database.dataSource();
            FirstVersion.write(dataSource);
            FirstVersion.migrate(dataSource, "3");
            Sql.execute(dataSource, """
                    update feature set kurtosis = 4.5, auc = '{0.25, null, 0.75}', output_norm = 1e-50 where feature_index = 0;
                    update feature set auc = '{0.5, null, null}' where feature_index = 1""");
            giveLogitEffects(dataSource);

            FirstVersion.upgrade(dataSource);

            assertThat(Sql.rows(
                            dataSource,
                            "select name, first_feature, encode(packed, 'hex') from feature_column order by 1"))
                    .containsExactly(
                            column("active-tokens", 1, 1),
                            column("auc", 0.75f, 0.5f),
                            column("auc-0", 0.25f, 0.5f),
                            column("auc-2", 0.75f, Float.NaN),
                            column("kurtosis", 4.5f, Float.NaN),
                            column("max", FirstVersion.PEAK, FirstVersion.PEAK),
                            column("mean", 0.75f, 0.75f),
                            column("min", 0, 0),
                            column("output-norm", 0, Float.NaN));
            assertThat(Sql.rows(dataSource, "select logit_tokens, logit_effects from feature order by feature_index"))
                    .containsExactly("{2,1}|{1.5,0.25}", "null|null");
        }
    }

    private static String column(String name, float... values) {
        return name + "|0|" + HexFormat.of().formatHex(ColumnFormat.encode(values));
    }

    private static void giveLogitEffects(DataSource dataSource) throws Exception {
        LogitEffects effects = new LogitEffects(
                List.of(new TokenEffect(2, 1.5f), new TokenEffect(1, 0.25f)),
                List.of(),
                new DyadicHistogram(0, 0, new long[] {3}));
        FeatureWeights weights = new FeatureWeights(0, null, null, null, effects, List.of(), List.of());
        byte[] packed = EvidenceFormat.encode(
                new StoredEvidence(List.of(), List.of(), null, weights), CorpusKeys.of(List.of("ab".repeat(32))));
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update evidence set bytes = ? where feature_index = 0")) {
            update.setBytes(1, packed);
            update.executeUpdate();
        }
    }
}
