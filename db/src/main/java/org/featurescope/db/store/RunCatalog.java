package org.featurescope.db.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.db.DatabaseException;
import org.jspecify.annotations.Nullable;

/** Lists the published runs. Each call is a few queries on a connection of its own; threads may share it. */
public final class RunCatalog {
    private static final HexFormat HEX = HexFormat.of();
    private static final String RUNS = """
            select r.id, r.name, m.name as model, m.weights_sha256, t.sha256 as tokenizer_sha256,
              s.context_tokens, s.bos_token_id, r.top_k, r.intervals, r.interval_samples, r.random_samples,
              r.label_top_k, r.seed, r.origin, r.manifest, r.max_tokens, r.contexts, r.tokens, r.dtype, r.device, r.program_version, r.seconds, r.published_at,
              (select coalesce(sum(so.features), 0) from run_source rs join source so on so.id = rs.source_id
                where rs.run_id = r.id) as features,
              coalesce(pg_total_relation_size(to_regclass('feature_run_' || r.id)), 0)
                + coalesce(pg_total_relation_size(to_regclass('evidence_run_' || r.id)), 0)
                + coalesce(pg_total_relation_size(to_regclass('document_feature_run_' || r.id)), 0) as bytes
            from run r join model m on m.id = r.model_id join context_set s on s.id = r.context_set_id
              join tokenizer t on t.id = s.tokenizer_id
            """;

    private static final String CORPORA = """
            select rc.run_id, c.name, c.sha256, rc.contexts, rc.tokens
            from run_corpus rc join context_set s on s.id = rc.context_set_id join corpus c on c.id = s.corpus_id
            order by rc.run_id, rc.ordinal
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
     * One run.
     *
     * @throws DatabaseException when there is none of this number, or PostgreSQL fails
     */
    public PublishedRun byId(long id) {
        return query("where r.id = ?::integer", String.valueOf(id)).stream()
                .findFirst()
                .orElseThrow(() ->
                        new DatabaseException("there is no run " + id + "; `featurescope runs` lists those there are"));
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

    /**
     * @throws IllegalArgumentException when there is no such run
     * @throws DatabaseException when PostgreSQL fails
     */
    public RunSize size(long runId) {
        String sql = "select pg_total_relation_size(to_regclass(?)), pg_total_relation_size(to_regclass(?))";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, RunTables.partition("feature", runId));
            select.setString(2, RunTables.partition("evidence", runId));
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || row.getObject(1) == null) {
                    throw new IllegalArgumentException("there is no run " + runId);
                }
                return new RunSize(row.getLong(1), row.getLong(2));
            }
        } catch (SQLException e) {
            throw DatabaseException.during("measuring run " + runId, e);
        }
    }

    /**
     * What tables occupy on the disk of PostgreSQL, with their partitions and indexes, in bytes.
     *
     * @param tables names; one that does not exist counts nothing
     */
    public long tableBytes(List<String> tables) {
        String sql = """
                select coalesce(sum(pg_total_relation_size(part)), 0) from (
                  select (pg_partition_tree(oid)).relid as part from pg_class where relname = any (?) and relkind = 'p'
                  union select oid from pg_class where relname = any (?) and relkind = 'r') parts""";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            Array names = connection.createArrayOf("text", tables.toArray());
            select.setArray(1, names);
            select.setArray(2, names);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw DatabaseException.during("measuring " + String.join(", ", tables), e);
        }
    }

    private List<PublishedRun> query(String rest, String... values) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(RUNS + rest)) {
            for (int i = 0; i < values.length; i++) {
                select.setString(i + 1, values[i]);
            }
            return runs(select, corpora(connection), PublishedSources.ofRuns(connection));
        } catch (SQLException e) {
            throw DatabaseException.during("listing the runs", e);
        }
    }

    private static Map<Long, List<PublishedCorpus>> corpora(Connection connection) throws SQLException {
        Map<Long, List<PublishedCorpus>> corpora = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(CORPORA);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                CorpusRow corpus = new CorpusRow(row.getString("name"), HEX.formatHex(row.getBytes("sha256")));
                corpora.computeIfAbsent(row.getLong("run_id"), run -> new ArrayList<>())
                        .add(new PublishedCorpus(
                                corpus, row.getObject("contexts", Long.class), row.getObject("tokens", Long.class)));
            }
        }
        return corpora;
    }

    private static List<PublishedRun> runs(
            PreparedStatement select, Map<Long, List<PublishedCorpus>> corpora, Map<Long, List<SourceRow>> sources)
            throws SQLException {
        List<PublishedRun> runs = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                long id = row.getLong("id");
                runs.add(run(row, corpora.getOrDefault(id, List.of()), sources.getOrDefault(id, List.of())));
            }
        }
        return runs;
    }

    private static @Nullable EvidenceSettings evidence(ResultSet row) throws SQLException {
        return row.getString("manifest") == null || row.getString("origin") != null
                ? null
                : new EvidenceSettings(
                        row.getInt("top_k"),
                        row.getInt("intervals"),
                        row.getInt("interval_samples"),
                        row.getInt("random_samples"),
                        row.getInt("label_top_k"),
                        row.getLong("seed"));
    }

    private static PublishedRun run(ResultSet row, List<PublishedCorpus> corpora, List<SourceRow> sources)
            throws SQLException {
        byte[] weights = row.getBytes("weights_sha256");
        return new PublishedRun(
                row.getLong("id"),
                row.getString("name"),
                row.getString("model"),
                weights == null ? null : HEX.formatHex(weights),
                HEX.formatHex(row.getBytes("tokenizer_sha256")),
                corpora,
                row.getInt("context_tokens"),
                row.getObject("bos_token_id", Integer.class),
                row.getObject("top_k", Integer.class),
                evidence(row),
                row.getString("origin"),
                row.getString("manifest"),
                row.getObject("max_tokens", Long.class),
                row.getObject("contexts", Long.class),
                row.getObject("tokens", Long.class),
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
