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
            select e.public_id, e.source_id, e.feature_index,
              cardinality(array(select unnest(said) intersect select unnest(wanted)))
                / sqrt(greatest(1, cardinality(said)) * greatest(1, cardinality(wanted))) as cosine
            from explanation e, asked, lateral (
              select tsvector_to_array(e.words) as said,
                tsvector_to_array(explanation_words(e.language, ?)) as wanted) w
            where e.words @@ asked.words and e.source_id = any(?)
            order by cosine desc, e.id limit ? offset ?""";

    private final JdbcTemplate jdbc;

    ExplanationSearchRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param cosine of the question and the explanation, each as the set of its words, as they stand and stemmed in the explanation's language:
     *     what they have in common, over the root of the product of their sizes; 0 to 1
     */
    record Hit(String id, int sourceId, int feature, double cosine) {}

    /** The best first. */
    List<Hit> search(String query, List<Integer> sourceIds, int limit, int offset) {
        return jdbc.query(
                connection -> {
                    PreparedStatement select = connection.prepareStatement(SEARCH);
                    select.setString(1, query);
                    select.setString(2, query);
                    select.setString(3, query);
                    select.setArray(4, connection.createArrayOf("integer", sourceIds.toArray()));
                    select.setInt(5, limit);
                    select.setInt(6, offset);
                    return select;
                },
                (row, number) -> new Hit(row.getString(1), row.getInt(2), row.getInt(3), row.getDouble(4)));
    }
}
