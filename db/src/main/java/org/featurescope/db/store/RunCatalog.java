package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.featurescope.db.DatabaseException;

/** Lists the published runs. Each call is one query on a connection of its own; threads may share it. */
public final class RunCatalog {
    private static final HexFormat HEX = HexFormat.of();
    private static final String RUNS = """
            select r.id, r.name, m.name as model, m.weights_sha256, t.sha256 as tokenizer_sha256,
              c.name as corpus, c.sha256 as corpus_sha256, s.context_tokens, s.bos_token_id, r.top_k, r.max_tokens,
              r.contexts, r.tokens, r.dtype, r.device, r.program_version, r.seconds, r.published_at,
              (select coalesce(sum(so.features), 0) from run_source rs join source so on so.id = rs.source_id
                where rs.run_id = r.id) as features,
              coalesce(pg_total_relation_size(to_regclass('feature_run_' || r.id)), 0)
                + coalesce(pg_total_relation_size(to_regclass('example_run_' || r.id)), 0) as bytes
            from run r join model m on m.id = r.model_id join context_set s on s.id = r.context_set_id
              join corpus c on c.id = s.corpus_id join tokenizer t on t.id = s.tokenizer_id
            """;

    private final DataSource dataSource;

    public RunCatalog(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Newest first, that is by falling id.
     *
     * @throws DatabaseException when PostgreSQL fails
     */
    public List<PublishedRun> all() {
        return query("order by r.id desc");
    }

    /**
     * The newest run of a model; empty when there is none.
     *
     * @throws DatabaseException when PostgreSQL fails
     */
    public Optional<PublishedRun> newest(String modelName) {
        return query("where m.name = ? order by r.id desc limit 1", modelName).stream()
                .findFirst();
    }

    /**
     * Refuses sources whose names stand for other ones.
     *
     * @throws DatabaseException when the model has another source of such a name, or PostgreSQL fails
     */
    public void requireFree(String modelName, List<SourceRow> sources) {
        try (Connection connection = dataSource.getConnection()) {
            for (SourceRow source : sources) {
                PublishedSources.requireFree(connection, modelName, source);
            }
        } catch (SQLException e) {
            throw DatabaseException.during("looking for sources", e);
        }
    }

    private List<PublishedRun> query(String rest, String... values) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(RUNS + rest)) {
            for (int i = 0; i < values.length; i++) {
                select.setString(i + 1, values[i]);
            }
            return runs(select, PublishedSources.ofRuns(connection));
        } catch (SQLException e) {
            throw DatabaseException.during("listing the runs", e);
        }
    }

    private static List<PublishedRun> runs(PreparedStatement select, Map<Long, List<SourceRow>> sources)
            throws SQLException {
        List<PublishedRun> runs = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                runs.add(run(row, sources.getOrDefault(row.getLong("id"), List.of())));
            }
        }
        return runs;
    }

    private static PublishedRun run(ResultSet row, List<SourceRow> sources) throws SQLException {
        return new PublishedRun(
                row.getLong("id"),
                row.getString("name"),
                row.getString("model"),
                HEX.formatHex(row.getBytes("weights_sha256")),
                HEX.formatHex(row.getBytes("tokenizer_sha256")),
                row.getString("corpus"),
                HEX.formatHex(row.getBytes("corpus_sha256")),
                row.getInt("context_tokens"),
                row.getObject("bos_token_id", Integer.class),
                row.getInt("top_k"),
                row.getObject("max_tokens", Long.class),
                row.getLong("contexts"),
                row.getLong("tokens"),
                row.getString("dtype"),
                row.getString("device"),
                row.getString("program_version"),
                row.getDouble("seconds"),
                row.getObject("published_at", OffsetDateTime.class).toInstant(),
                sources,
                row.getLong("features"),
                row.getLong("bytes"));
    }
}
