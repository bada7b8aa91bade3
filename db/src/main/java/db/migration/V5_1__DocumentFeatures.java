package db.migration;

import java.sql.Connection;
import java.sql.SQLException;
import org.featurescope.db.store.DocumentFeatures;
import org.featurescope.db.store.EarlierRun;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * Fills {@code document_feature} for runs from before there was such a table; SQL cannot unpack evidence. Flyway finds it by its
 * package and name.
 */
public final class V5_1__DocumentFeatures extends BaseJavaMigration {

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        for (EarlierRun run : EarlierRun.where(connection, "not document_features")) {
            DocumentFeatures.fill(connection, run.id(), run.corpora(), run.contextSets());
        }
    }
}
