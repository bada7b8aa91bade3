package org.featurescope.db.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.db.DatabaseException;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.TokenIdFormat;
import org.jspecify.annotations.Nullable;

/** Reads what examples of a published run are about: tokens, contexts, documents; and what people say of its features. */
public final class PublishedTexts implements AutoCloseable {

    private static final String CONTEXTS = """
            select rc.ordinal, c.context_no, c.first_token, c.token_ids, d.external_id, d.title, d.label, d.source, d.licence
            from unnest(?, ?) as w (ordinal, context_no)
            join run_corpus rc on rc.run_id = ? and rc.ordinal = w.ordinal
            join context_set s on s.id = rc.context_set_id
            join context c on c.context_set_id = s.id and c.context_no = w.context_no
            join document d on d.corpus_id = s.corpus_id and d.document_no = c.document_no""";
    private static final String TOKENS = """
            select t.token_id, t.bytes, t.special from run r join context_set s on s.id = r.context_set_id
            join token t on t.tokenizer_id = s.tokenizer_id where r.id = ?""";
    private static final String LABELS = """
            select c.name, l.name, l.contexts, l.tokens from run_label l
            join run_corpus rc on rc.run_id = l.run_id and rc.ordinal = l.corpus_ordinal
            join context_set s on s.id = rc.context_set_id join corpus c on c.id = s.corpus_id
            where l.run_id = ? order by l.number""";
    private static final String EXPLANATIONS = """
            select e.feature_index, e.description, e.language, e.method, e.explainer, e.origin, e.scores, e.public_id
            from explanation e join source s on s.id = e.source_id join model m on m.id = s.model_id
            where m.name = ? and s.name = ? and e.feature_index >= ? and e.feature_index < ? order by e.feature_index, e.id""";

    private final Connection connection;
    private final PublishedRun run;
    private final CorpusKeys corpora;

    private PublishedTexts(Connection connection, PublishedRun run) {
        this.connection = connection;
        this.run = run;
        this.corpora = CorpusKeys.of(
                run.corpora().stream().map(each -> each.corpus().sha256()).toList());
    }

    /** Opens a connection of its own. */
    public static PublishedTexts open(DataSource dataSource, PublishedRun run) {
        try {
            return new PublishedTexts(dataSource.getConnection(), run);
        } catch (SQLException e) {
            throw DatabaseException.during("reading texts", e);
        }
    }

    /**
     * A context with its document.
     *
     * @param corpus name of its corpus
     * @param firstToken of the document's tokens, the one that it starts with
     */
    public record Text(
            String corpus,
            int contextNo,
            int firstToken,
            int[] tokenIds,
            String document,
            @Nullable String title,
            @Nullable String label,
            @Nullable String source,
            @Nullable String licence) {}

    /** By {@link ContextId}; by one query. */
    public Map<Long, Text> contexts(Collection<Long> ids) {
        Map<Long, Text> texts = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(CONTEXTS)) {
            select.setArray(1, integers(ids, id -> corpora.ordinal(ContextId.corpusKey(id))));
            select.setArray(2, integers(ids, ContextId::contextNo));
            select.setInt(3, Math.toIntExact(run.id()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    texts.put(corpora.contextId(row.getInt(1), row.getInt(2)), text(row));
                }
            }
        } catch (SQLException e) {
            throw DatabaseException.during("reading contexts", e);
        }
        return texts;
    }

    private interface Part {
        int of(long id);
    }

    private Array integers(Collection<Long> ids, Part part) throws SQLException {
        return connection.createArrayOf("integer", ids.stream().map(part::of).toArray());
    }

    private Text text(ResultSet row) throws SQLException {
        return new Text(
                run.corpora().get(row.getInt(1)).corpus().name(),
                row.getInt(2),
                row.getInt(3),
                TokenIdFormat.decode(row.getBytes(4)),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9));
    }

    /** The whole vocabulary, by id. */
    public Map<Integer, TokenRow> tokens() {
        Map<Integer, TokenRow> tokens = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(TOKENS)) {
            select.setInt(1, Math.toIntExact(run.id()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tokens.put(row.getInt(1), new TokenRow(row.getInt(1), row.getBytes(2), row.getBoolean(3)));
                }
            }
        } catch (SQLException e) {
            throw DatabaseException.during("reading tokens", e);
        }
        return tokens;
    }

    /**
     * What sort of text some contexts are.
     *
     * @param corpus its name
     * @param name null: the corpus does not say
     */
    public record Label(String corpus, @Nullable String name, long contexts, long tokens) {}

    /** Of the run, by number. */
    public List<Label> labels() {
        List<Label> labels = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(LABELS)) {
            select.setInt(1, Math.toIntExact(run.id()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    labels.add(new Label(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)));
                }
            }
        } catch (SQLException e) {
            throw DatabaseException.during("reading labels", e);
        }
        return labels;
    }

    /** What is said of the features of a source from one index to before another. */
    public List<ExplanationRow> explanations(String source, int from, int to) {
        List<ExplanationRow> explanations = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(EXPLANATIONS)) {
            select.setString(1, run.model());
            select.setString(2, source);
            select.setInt(3, from);
            select.setInt(4, to);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    explanations.add(new ExplanationRow(
                            row.getInt(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getString(7),
                            row.getString(8)));
                }
            }
        } catch (SQLException e) {
            throw DatabaseException.during("reading explanations", e);
        }
        return explanations;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw DatabaseException.during("reading texts", e);
        }
    }
}
