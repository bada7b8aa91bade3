package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.featurescope.db.DatabaseException;
import org.jspecify.annotations.Nullable;

/**
 * The rows that several runs share: model, tokenizer, corpus, context set, source. Each is inserted when it is not there;
 * call under the publishing lock, so that no two transactions wait for each other's rows.
 */
final class Provenance {
    private static final HexFormat HEX = HexFormat.of();

    private final Connection connection;

    Provenance(Connection connection) {
        this.connection = connection;
    }

    /** @throws DatabaseException when a model of this name has other weights */
    void requireSameWeights(ModelRow model) throws SQLException {
        String sql = "select weights_sha256 from model where name = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, model.name());
            try (ResultSet found = select.executeQuery()) {
                if (found.next()) {
                    requireEqual(model, found.getBytes(1));
                }
            }
        }
    }

    /** Files that name a model do not say which weights it had: those of an import fit any. */
    private static void requireEqual(ModelRow model, byte @Nullable [] published) {
        String sha256 = model.weightsSha256();
        if (published == null || sha256 == null) {
            return;
        }
        String publishedSha256 = HEX.formatHex(published);
        if (!publishedSha256.equals(sha256)) {
            throw new DatabaseException("model '" + model.name() + "' is in the index with other weights (sha256 "
                    + publishedSha256.substring(0, 12) + "…, now "
                    + sha256.substring(0, 12)
                    + "…); give this one a name of its own with --model-name");
        }
    }

    int modelId(ModelRow model) throws SQLException {
        update(
                """
                insert into model (name, family, layers, d_model, d_mlp, heads, vocabulary_size, parameters, weights_sha256)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (name) do update set family = excluded.family,
                  layers = excluded.layers, d_model = excluded.d_model, d_mlp = excluded.d_mlp, heads = excluded.heads,
                  vocabulary_size = excluded.vocabulary_size, parameters = excluded.parameters,
                  weights_sha256 = excluded.weights_sha256
                where model.weights_sha256 is null and excluded.weights_sha256 is not null""",
                model.name(),
                model.family(),
                model.layers(),
                model.dModel(),
                model.dMlp(),
                model.heads(),
                model.vocabularySize(),
                model.parameters(),
                model.weightsSha256() == null ? null : HEX.parseHex(model.weightsSha256()));
        requireSameWeights(model);
        return id("select id from model where name = ?", model.name());
    }

    int tokenizerId(TokenizerRow tokenizer) throws SQLException {
        byte[] sha256 = HEX.parseHex(tokenizer.sha256());
        int inserted = update("insert into tokenizer (sha256) values (?) on conflict do nothing", sha256);
        int id = id("select id from tokenizer where sha256 = ?", sha256);
        if (inserted == 1) {
            copyTokens(id, tokenizer);
        }
        return id;
    }

    private void copyTokens(int tokenizerId, TokenizerRow tokenizer) throws SQLException {
        String target = "token (tokenizer_id, token_id, bytes, special)";
        try (BinaryCopy copy = BinaryCopy.into(connection, target, "")) {
            for (TokenRow token : tokenizer.tokens()) {
                copy.row(4);
                copy.int32(tokenizerId);
                copy.int32(token.id());
                copy.bytes(token.bytes());
                copy.bool(token.special());
            }
            copy.finish();
        }
    }

    int corpusId(CorpusRow corpus) throws SQLException {
        byte[] sha256 = HEX.parseHex(corpus.sha256());
        update("insert into corpus (name, sha256) values (?, ?) on conflict do nothing", corpus.name(), sha256);
        return id("select id from corpus where name = ? and sha256 = ?", corpus.name(), sha256);
    }

    int contextSetId(int corpusId, int tokenizerId, ContextSetRow contextSet) throws SQLException {
        update("""
                insert into context_set (corpus_id, tokenizer_id, context_tokens, bos_token_id)
                values (?, ?, ?, ?) on conflict do nothing""", corpusId, tokenizerId, contextSet.contextTokens(), contextSet.bosTokenId());
        return id("""
                select id from context_set where corpus_id = ? and tokenizer_id = ? and context_tokens = ?
                  and bos_token_id is not distinct from ?::integer""", corpusId, tokenizerId, contextSet.contextTokens(), contextSet.bosTokenId());
    }

    /**
     * The id that the rows of a source are to carry: that of the published source, else a new one.
     *
     * @throws DatabaseException when the model's source of this name is another one
     */
    int sourceIdToUse(ModelRow model, SourceRow source) throws SQLException {
        OptionalInt published = publishedSourceId(model, source);
        return published.isPresent()
                ? published.getAsInt()
                : id("select nextval(pg_get_serial_sequence('source', 'id'))");
    }

    /**
     * Inserts the source with the id that its rows carry, unless another writer was faster.
     *
     * @return the id that the source has
     */
    int sourceId(int modelId, ModelRow model, SourceRow source, int idToUse) throws SQLException {
        int inserted = update(
                """
                insert into source (id, model_id, name, kind, layer, hook_point, features)
                overriding system value values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""",
                idToUse,
                modelId,
                source.name(),
                source.kind(),
                source.layer(),
                source.hookPoint(),
                source.features());
        if (inserted == 1 && source.sae() != null) {
            insertSae(idToUse, source.sae());
        }
        return publishedSourceId(model, source).orElseThrow();
    }

    private void insertSae(int sourceId, SaeRow sae) throws SQLException {
        update(
                """
                insert into sae (source_id, sha256, format, architecture, activation, d_in, d_out, output_hook_point,
                  normalisation, centred, decoder_norm, declared_l0, declared_model, options, remarks)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                sourceId,
                HEX.parseHex(sae.sha256()),
                sae.format(),
                sae.architecture(),
                sae.activation(),
                sae.dIn(),
                sae.dOut(),
                sae.outputHookPoint(),
                sae.normalisation(),
                sae.centred(),
                sae.decoderNorm(),
                sae.declaredL0(),
                sae.declaredModel(),
                sae.options(),
                sae.remarks().toArray(String[]::new));
    }

    private OptionalInt publishedSourceId(ModelRow model, SourceRow source) throws SQLException {
        String sql = """
                select s.id from source s join model m on m.id = s.model_id where m.name = ? and s.name = ?""";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            bind(select, model.name(), source.name());
            try (ResultSet found = select.executeQuery()) {
                if (!found.next()) {
                    return OptionalInt.empty();
                }
                PublishedSources.requireFree(connection, model.name(), source);
                return OptionalInt.of(found.getInt("id"));
            }
        }
    }

    int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    /** The one number that a query answers. */
    int id(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            bind(select, values);
            try (ResultSet found = select.executeQuery()) {
                if (!found.next()) {
                    throw new SQLException("no row from: " + sql);
                }
                return found.getInt(1);
            }
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
