package org.featurescope.web.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The features that lead in something, in the newest run of each source. */
@Component
class HighlightRepository {

    private static final String COLUMNS = """
            select b.model, b.source, b.kind, b.run_id, b.feature_index, b.corpus, b.label, b.value, b.peak_position,
              cs.tokenizer_id, c.token_ids
            """;

    private static final String NEWEST = """
            newest as (select source_id, max(run_id) as run_id from run_source group by source_id)
            """;

    /** The text is read of those alone that are shown. */
    private static final String TEXTS = """
            from best b
            left join run_corpus rc on rc.run_id = b.run_id and rc.ordinal = b.corpus_ordinal
            left join context_set cs on cs.id = rc.context_set_id
            left join context c on c.context_set_id = cs.id and c.context_no = b.context_no
            order by b.value desc, b.model, b.label, b.source
            """;

    private final JdbcClient database;

    HighlightRepository(JdbcClient database) {
        this.database = database;
    }

    /**
     * Of each label the feature with the largest AUC among all sources of a model; the largest AUC first.
     *
     * @param model null: of all models, each by itself
     */
    List<HighlightRow> byLabel(@Nullable String model, int limit) {
        return database.sql("with " + NEWEST + """
                , led as (
                  select distinct on (m.name, lc.id, l.name) m.name as model, s.name as source, s.kind, h.run_id,
                    h.feature_index, h.value, h.corpus_ordinal, h.context_no, h.peak_position, lc.name as corpus, l.name as label
                  from highlight h join newest n on n.run_id = h.run_id and n.source_id = h.source_id
                    join source s on s.id = h.source_id join model m on m.id = s.model_id
                    join run_label l on l.run_id = h.run_id and l.number = h.label
                    join run_corpus lr on lr.run_id = h.run_id and lr.ordinal = l.corpus_ordinal
                    join context_set ls on ls.id = lr.context_set_id join corpus lc on lc.id = ls.corpus_id
                  where l.name is not null and (cast(:model as text) is null or m.name = :model)
                  order by m.name, lc.id, l.name, h.value desc, s.layer nulls first, s.name),
                best as (select * from led order by value desc, model, label limit :limit)
                """ + COLUMNS + TEXTS)
                .param("model", model)
                .param("limit", limit)
                .query(HighlightRepository::row)
                .list();
    }

    /** Of each source the feature with the largest kurtosis; the largest first. */
    List<HighlightRow> byKurtosis(int limit) {
        return database.sql("with " + NEWEST + """
                , best as (
                  select m.name as model, s.name as source, s.kind, h.run_id, h.feature_index, h.value, h.corpus_ordinal,
                    h.context_no, h.peak_position, cast(null as text) as corpus, cast(null as text) as label
                  from highlight h join newest n on n.run_id = h.run_id and n.source_id = h.source_id
                    join source s on s.id = h.source_id join model m on m.id = s.model_id
                  where h.label = -1 order by h.value desc, m.name, s.name limit :limit)
                """ + COLUMNS + TEXTS)
                .param("limit", limit)
                .query(HighlightRepository::row)
                .list();
    }

    private static HighlightRow row(ResultSet row, int number) throws SQLException {
        return new HighlightRow(
                row.getString("model"),
                row.getString("source"),
                row.getString("kind"),
                row.getInt("run_id"),
                row.getInt("feature_index"),
                row.getString("corpus"),
                row.getString("label"),
                row.getDouble("value"),
                row.getInt("tokenizer_id"),
                row.getBytes("token_ids"),
                row.getInt("peak_position"));
    }
}
