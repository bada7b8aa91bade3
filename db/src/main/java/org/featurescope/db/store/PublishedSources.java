package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.featurescope.db.DatabaseException;
import org.jspecify.annotations.Nullable;

/** Reads the sources that are in the index. */
final class PublishedSources {

    private static final HexFormat HEX = HexFormat.of();
    private static final String COLUMNS = """
            s.name, s.kind, s.layer, s.hook_point, s.features, a.sha256, a.format, a.architecture, a.activation, a.d_in,
              a.d_out, a.output_hook_point, a.normalisation, a.centred, a.decoder_norm, a.declared_l0, a.declared_model,
              a.options, a.remarks
            """;

    private PublishedSources() {}

    /** The sources of each run, by its id; in the order of layers, then of names. */
    static Map<Long, List<SourceRow>> ofRuns(Connection connection) throws SQLException {
        String sql = "select rs.run_id, " + COLUMNS + """
                from run_source rs join source s on s.id = rs.source_id left join sae a on a.source_id = s.id
                order by rs.run_id, s.layer nulls first, s.name""";
        Map<Long, List<SourceRow>> ofRuns = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                ofRuns.computeIfAbsent(row.getLong("run_id"), run -> new ArrayList<>())
                        .add(source(row));
            }
        }
        return ofRuns;
    }

    /** @throws DatabaseException when the model's source of this name is another one */
    static void requireFree(Connection connection, String model, SourceRow source) throws SQLException {
        String sql = "select " + COLUMNS + """
                from source s join model m on m.id = s.model_id left join sae a on a.source_id = s.id
                where m.name = ? and s.name = ?""";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, model);
            select.setString(2, source.name());
            try (ResultSet found = select.executeQuery()) {
                if (found.next()) {
                    requireSame(model, source(found), source);
                }
            }
        }
    }

    private static void requireSame(String model, SourceRow published, SourceRow source) {
        if (!published.identity().equals(source.identity())) {
            throw new DatabaseException("source '" + source.name() + "' of model '" + model + "' is in the index as "
                    + published.identity() + ", now " + source.identity()
                    + "; give an SAE a name of its own with --sae DIR,name=NAME, an import with --source-name");
        }
    }

    private static SourceRow source(ResultSet row) throws SQLException {
        return new SourceRow(
                row.getString("name"),
                row.getString("kind"),
                row.getObject("layer", Integer.class),
                row.getString("hook_point"),
                row.getInt("features"),
                sae(row));
    }

    private static @Nullable SaeRow sae(ResultSet row) throws SQLException {
        byte[] sha256 = row.getBytes("sha256");
        return sha256 == null
                ? null
                : new SaeRow(
                        HEX.formatHex(sha256),
                        row.getString("format"),
                        row.getString("architecture"),
                        row.getString("activation"),
                        row.getInt("d_in"),
                        row.getObject("d_out", Integer.class),
                        row.getString("output_hook_point"),
                        row.getString("normalisation"),
                        row.getBoolean("centred"),
                        row.getString("decoder_norm"),
                        row.getObject("declared_l0", Double.class),
                        row.getString("declared_model"),
                        row.getString("options"),
                        List.of((String[]) row.getArray("remarks").getArray()));
    }
}
