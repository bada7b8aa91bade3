package org.featurescope.web.corpus;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads corpora, documents and their texts. */
@Component
class CorpusRepository {

    private final JdbcClient database;

    CorpusRepository(JdbcClient database) {
        this.database = database;
    }

    /** @param sha256 in hexadecimal digits */
    record CorpusRow(int id, String name, String sha256) {}

    /** Corpora that are indexed, the one of the newest run first. */
    List<CorpusRow> corpora(int limit) {
        return database.sql("""
                select c.id, c.name, encode(c.sha256, 'hex') as sha256
                from corpus c join context_set s on s.corpus_id = c.id join run_corpus r on r.context_set_id = s.id
                group by c.id order by max(r.run_id) desc limit :limit""").param("limit", limit).query(CorpusRow.class).list();
    }

    /** The corpus whose hash begins so; of several with the same content, the one indexed last. */
    Optional<CorpusRow> corpus(String beginning) {
        return database.sql("""
                select id, name, encode(sha256, 'hex') as sha256 from corpus
                where encode(sha256, 'hex') like :beginning || '%' order by id desc limit 1""")
                .param("beginning", beginning)
                .query(CorpusRow.class)
                .optional();
    }

    /**
     * A run that read a corpus.
     *
     * @param ordinal of the corpus in the run
     * @param documentFeatures whether it knows which features stand out in a document
     */
    record RunRow(
            int run,
            String name,
            String model,
            short ordinal,
            int contextSet,
            int tokenizer,
            int contextTokens,
            @Nullable Long contexts,
            @Nullable Long tokens,
            @Nullable String origin,
            boolean documentFeatures) {}

    /** The runs that read it, newest first. */
    List<RunRow> runs(int corpus) {
        return database.sql("""
                select r.id as run, r.name, m.name as model, rc.ordinal, s.id as context_set, s.tokenizer_id as tokenizer,
                  s.context_tokens, rc.contexts, rc.tokens, r.origin, r.document_features
                from run_corpus rc join context_set s on s.id = rc.context_set_id join run r on r.id = rc.run_id
                  join model m on m.id = r.model_id
                where s.corpus_id = :corpus order by r.id desc""").param("corpus", corpus).query(RunRow.class).list();
    }

    /** A label of the corpus in a run. */
    record LabelRow(int number, @Nullable String label, long contexts, long tokens) {}

    List<LabelRow> labels(int run, int ordinal) {
        return database.sql("""
                select number, name as label, contexts, tokens from run_label
                where run_id = :run and corpus_ordinal = :ordinal order by name nulls last""")
                .param("run", run)
                .param("ordinal", ordinal)
                .query(LabelRow.class)
                .list();
    }

    /** @param licence null: documents that say none */
    record LicenceRow(@Nullable String licence, long documents) {}

    /** How many of the documents that are stored have which licence, the most frequent first. */
    List<LicenceRow> licences(int corpus) {
        return database.sql("""
                select licence, count(*) as documents from document where corpus_id = :corpus
                group by licence order by documents desc, licence""").param("corpus", corpus).query(LicenceRow.class).list();
    }

    /** @param externalId its own id */
    record DocumentRow(
            int documentNo,
            String externalId,
            @Nullable String title,
            @Nullable String label,
            @Nullable String source,
            @Nullable String licence) {}

    /**
     * Documents by number.
     *
     * @param label theirs; null: any
     * @param from the least number; of a backward page, the greatest
     */
    List<DocumentRow> documents(int corpus, @Nullable String label, int from, boolean backward, int limit) {
        return database.sql("""
                select document_no, external_id, title, label, source, licence from document
                where corpus_id = :corpus""" + (label == null ? "" : " and label = :label")
                        + (backward ? " and document_no <= :from" : " and document_no >= :from")
                        + " order by document_no"
                        + (backward ? " desc" : "") + " limit :limit")
                .param("corpus", corpus)
                .param("label", label)
                .param("from", from)
                .param("limit", limit)
                .query(DocumentRow.class)
                .list();
    }

    Optional<DocumentRow> document(int corpus, int number) {
        return database.sql("""
                select document_no, external_id, title, label, source, licence from document
                where corpus_id = :corpus and document_no = :number""")
                .param("corpus", corpus)
                .param("number", number)
                .query(DocumentRow.class)
                .optional();
    }

    /** @param firstToken of the document's tokens, the one that it starts with */
    record ContextRow(int contextNo, int firstToken, byte[] tokenIds) {}

    /**
     * The stored contexts of a document, in its order.
     *
     * @param first how many to pass over
     */
    List<ContextRow> contexts(int contextSet, int document, int first, int limit) {
        return database.sql("""
                select context_no, first_token, token_ids from context
                where context_set_id = :set and document_no = :document
                order by context_no limit :limit offset :first""")
                .param("set", contextSet)
                .param("document", document)
                .param("limit", limit)
                .param("first", first)
                .query((row, number) ->
                        new ContextRow(row.getInt("context_no"), row.getInt("first_token"), row.getBytes("token_ids")))
                .list();
    }

    /** @param peakPosition in its context */
    record PeakRow(
            String source, String kind, int feature, int context, int peakPosition, float peak, float deviations) {}

    /** The features that stand out in a document, by source and rank. */
    List<PeakRow> features(int run, int ordinal, int document) {
        return database.sql("""
                select s.name as source, s.kind, d.feature_index as feature, d.context_no as context, d.peak_position, d.peak,
                  d.deviations
                from document_feature d join source s on s.id = d.source_id
                where d.run_id = :run and d.corpus_ordinal = :ordinal and d.document_no = :document
                order by s.layer nulls first, s.name, d.rank""")
                .param("run", run)
                .param("ordinal", ordinal)
                .param("document", document)
                .query(PeakRow.class)
                .list();
    }

    /** The documents next to one, by number. */
    List<Integer> neighbours(int corpus, int document) {
        return database.sql("""
                (select document_no from document where corpus_id = :corpus and document_no < :document
                  order by document_no desc limit 1)
                union all
                (select document_no from document where corpus_id = :corpus and document_no > :document
                  order by document_no limit 1)""")
                .param("corpus", corpus)
                .param("document", document)
                .query(Integer.class)
                .list();
    }

    /** The model of a run that was deleted; empty: there never was such a run, or there is. */
    Optional<String> retired(int run) {
        return database.sql("select model from retired_run where id = :run")
                .param("run", run)
                .query(String.class)
                .optional();
    }
}
