package org.featurescope.web.explanation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the table {@code explanation}. */
@Component
public class Explanations {

    private static final String COLUMNS =
            "e.source_id, e.feature_index, e.public_id, e.description, e.language, e.method,"
                    + " e.explainer, e.origin, e.scores, e.created_at";
    private static final String OF_FEATURES = "select " + COLUMNS + """
             from unnest(?::integer[], ?::integer[]) as w (source_id, feature_index) join explanation e using (source_id, feature_index)
            order by e.id""";
    private static final String BY_ID = "select " + COLUMNS + " from explanation e where e.public_id = ?";
    private static final String OF_SOURCE =
            "select " + COLUMNS + " from explanation e where e.source_id = ? order by e.feature_index, e.id";

    /** Of each language that explanations are in the stems of the words, or the words as they stand. */
    private static final String SEARCH = """
            select e.source_id, e.feature_index, max(ts_rank(e.words, q.stemmed || q.plain)) as rank
            from (select distinct language, to_tsquery(language::regconfig, ?) as stemmed, to_tsquery('pg_catalog.simple', ?) as plain
                  from explanation where ? <> '') q
              join explanation e on e.language = q.language and e.words @@ (q.stemmed || q.plain)
            where e.source_id = any (?)
            group by e.source_id, e.feature_index order by rank desc, e.source_id, e.feature_index limit ?""";

    private static final String VERSION =
            "select count(*) || ' to ' || coalesce(max(id), 0) from explanation where source_id = ?";

    private static final TypeReference<List<Map<String, Object>>> SCORES = new TypeReference<>() {};

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    Explanations(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @param sourceId in the table {@code source} */
    public record Key(int sourceId, int feature) {}

    /** An explanation and the feature it is of. */
    public record Found(Key feature, Explanation explanation) {}

    /** In the order in which they came into the index. */
    public List<Explanation> of(int sourceId, int feature) {
        Key key = new Key(sourceId, feature);
        return of(List.of(key)).getOrDefault(key, List.of());
    }

    /** Of several features by one query; features without any are left out. */
    public Map<Key, List<Explanation>> of(Collection<Key> features) {
        Map<Key, List<Explanation>> found = new HashMap<>();
        Set<Key> wanted = Set.copyOf(features);
        if (!wanted.isEmpty()) {
            jdbc.query(connection -> select(connection, wanted), row -> {
                Found each = found(row);
                found.computeIfAbsent(each.feature(), key -> new ArrayList<>()).add(each.explanation());
            });
        }
        return found;
    }

    private static PreparedStatement select(Connection connection, Collection<Key> features) throws SQLException {
        PreparedStatement select = connection.prepareStatement(OF_FEATURES);
        select.setArray(1, connection.createArrayOf("integer", numbers(features, Key::sourceId)));
        select.setArray(2, connection.createArrayOf("integer", numbers(features, Key::feature)));
        return select;
    }

    private static Object[] numbers(Collection<Key> features, Function<Key, Integer> number) {
        return features.stream().map(number).toArray();
    }

    /** A feature with an explanation that has some words. @param rank how well it does; the best of the feature */
    public record Ranked(Key feature, double rank) {}

    /**
     * Features of some sources by the words of their explanations, the best first.
     *
     * @param words all of which an explanation must have, stemmed or as a beginning; folded, letters and digits alone
     */
    public List<Ranked> search(Collection<Integer> sourceIds, List<String> words, int limit) {
        String query = words.stream().map(word -> "'" + word + "':*").collect(Collectors.joining(" & "));
        return jdbc.query(
                connection -> {
                    PreparedStatement select = connection.prepareStatement(SEARCH);
                    select.setString(1, query);
                    select.setString(2, query);
                    select.setString(3, query);
                    select.setArray(4, connection.createArrayOf("integer", sourceIds.toArray()));
                    select.setInt(5, limit);
                    return select;
                },
                (row, number) -> new Ranked(new Key(row.getInt(1), row.getInt(2)), row.getDouble(3)));
    }

    /** Changes whenever explanations of a source are added or go: they are never changed. */
    public String version(int sourceId) {
        return Objects.requireNonNull(jdbc.queryForObject(VERSION, String.class, sourceId));
    }

    /** All of a source, by feature. */
    public List<Found> ofSource(int sourceId) {
        return jdbc.query(OF_SOURCE, (row, number) -> found(row), sourceId);
    }

    /** @param id its public one */
    public Optional<Found> byId(String id) {
        return jdbc.query(BY_ID, (row, number) -> found(row), id).stream().findFirst();
    }

    private Found found(ResultSet row) throws SQLException {
        Timestamp created = row.getTimestamp("created_at");
        return new Found(
                new Key(row.getInt("source_id"), row.getInt("feature_index")),
                new Explanation(
                        row.getString("public_id"),
                        row.getString("description"),
                        row.getString("language"),
                        row.getString("method"),
                        row.getString("explainer"),
                        row.getString("origin"),
                        scores(row.getString("scores")),
                        created.toInstant()));
    }

    /** @param row of the table {@code explanation}, as {@code to_jsonb} writes it */
    public Explanation read(String row) {
        JsonNode columns = json.readTree(row);
        return new Explanation(
                columns.get("public_id").asString(),
                columns.get("description").asString(),
                columns.get("language").asString(),
                columns.get("method").asString(null),
                columns.get("explainer").asString(null),
                columns.get("origin").asString(),
                columns.get("scores").isNull() ? List.of() : json.convertValue(columns.get("scores"), SCORES),
                OffsetDateTime.parse(columns.get("created_at").asString()).toInstant());
    }

    private List<Map<String, Object>> scores(@Nullable String stored) {
        return stored == null ? List.of() : json.readValue(stored, SCORES);
    }
}
