package db.migration;

import java.sql.Connection;
import java.sql.SQLException;
import org.featurescope.db.store.EarlierRun;
import org.featurescope.db.store.RunTokens;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** Fills {@code token_feature} for earlier runs; SQL cannot unpack evidence. Flyway finds it by its package and name. */
public final class V8_1__TokenFeatures extends BaseJavaMigration {

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        for (EarlierRun run : EarlierRun.where(connection, "true")) {
            RunTokens.fill(connection, run.id(), run.corpora(), run.contextSets());
        }
    }
}
