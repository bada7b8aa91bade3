package org.featurescope.web.neuronpedia;

import java.sql.PreparedStatement;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Finds explanations by their words. */
@Component
class ExplanationSearchRepository {

    /** Of the words that are asked for any may do, and more are better. Nothing but stop words is looked for as it stands. */
    private static final String SEARCH = """
            with words as (select plainto_tsquery('english', ?) as stems, plainto_tsquery('simple', ?) as plain),
            asked as (
              select replace((case numnode(stems) when 0 then plain else stems end)::text, '&', '|')::tsquery as words
              from words)
            select e.public_id, e.source_id, e.feature_index from explanation e, asked
            where e.words @@ asked.words and e.source_id = any(?)
            order by ts_rank(e.words, asked.words) desc, e.id limit ? offset ?""";

    private final JdbcTemplate jdbc;

    ExplanationSearchRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    record Hit(String id, int sourceId, int feature) {}

    /** The best first. */
    List<Hit> search(String query, List<Integer> sourceIds, int limit, int offset) {
        return jdbc.query(
                connection -> {
                    PreparedStatement select = connection.prepareStatement(SEARCH);
                    select.setString(1, query);
                    select.setString(2, query);
                    select.setArray(3, connection.createArrayOf("integer", sourceIds.toArray()));
                    select.setInt(4, limit);
                    select.setInt(5, offset);
                    return select;
                },
                (row, number) -> new Hit(row.getString(1), row.getInt(2), row.getInt(3)));
    }
}
