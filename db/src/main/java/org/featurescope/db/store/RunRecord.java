package org.featurescope.db.store;

import java.sql.SQLException;
import java.util.List;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.LabelCount;
import org.featurescope.core.evidence.NonFinite;
import org.featurescope.db.format.CorpusKeys;

/** The rows that say what a run is: its own, and those of its corpora and labels. */
final class RunRecord {

    private final Provenance provenance;
    private final int runId;
    private final CorpusKeys corpusKeys;

    RunRecord(Provenance provenance, int runId, CorpusKeys corpusKeys) {
        this.provenance = provenance;
        this.runId = runId;
        this.corpusKeys = corpusKeys;
    }

    /** @param contextSetIds of each corpus */
    void insert(RunRow run, int modelId, List<Integer> contextSetIds) throws SQLException {
        insertRun(run, modelId, contextSetIds.get(0));
        insertCorpora(run, contextSetIds);
        insertLabels(run);
    }

    private void insertRun(RunRow run, int modelId, int contextSetId) throws SQLException {
        EvidenceSettings evidence = run.evidence();
        provenance.update(
                """
                insert into run (id, name, model_id, context_set_id, contexts, tokens, non_finite, top_k, max_tokens,
                  batch_contexts, dtype, device, program_version, seconds, manifest, intervals, interval_samples,
                  random_samples, label_top_k, seed, origin, document_features, published_at)
                overriding system value values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp())""",
                runId,
                run.name(),
                modelId,
                contextSetId,
                run.contexts(),
                run.tokens(),
                run.nonFinite(),
                evidence == null ? null : evidence.topK(),
                run.maxTokens(),
                run.batchContexts(),
                run.dtype(),
                run.device(),
                run.programVersion(),
                run.seconds(),
                run.manifest(),
                evidence == null ? null : evidence.intervals(),
                evidence == null ? null : evidence.intervalSamples(),
                evidence == null ? null : evidence.randomSamples(),
                evidence == null ? null : evidence.labelTopK(),
                evidence == null ? null : evidence.seed(),
                run.origin(),
                run.origin() == null);
        if (run.firstNonFinite() != null) {
            noteNonFinite(run.firstNonFinite());
        }
    }

    private void noteNonFinite(NonFinitePlace first) throws SQLException {
        NonFinite.Place place = first.place();
        provenance.update(
                """
                update run set non_finite_source = ?, non_finite_corpus = ?, non_finite_context = ?,
                  non_finite_position = ?, non_finite_feature = ? where id = ?""",
                first.source(),
                corpusKeys.ordinal(ContextId.corpusKey(place.context())),
                ContextId.contextNo(place.context()),
                place.position(),
                place.feature(),
                runId);
    }

    private void insertCorpora(RunRow run, List<Integer> contextSetIds) throws SQLException {
        for (int corpus = 0; corpus < contextSetIds.size(); corpus++) {
            CorpusCount count = run.corpora().get(corpus);
            provenance.update(
                    "insert into run_corpus (run_id, ordinal, context_set_id, contexts, tokens) values (?, ?, ?, ?, ?)",
                    runId,
                    corpus,
                    contextSetIds.get(corpus),
                    count.contexts(),
                    count.tokens());
        }
    }

    private void insertLabels(RunRow run) throws SQLException {
        for (int number = 0; number < run.labels().size(); number++) {
            LabelCount count = run.labels().get(number);
            provenance.update(
                    """
                    insert into run_label (run_id, number, corpus_ordinal, name, contexts, tokens)
                    values (?, ?, ?, ?, ?, ?)""",
                    runId,
                    number,
                    corpusKeys.ordinal(count.label().corpusKey()),
                    count.label().name(),
                    count.contexts(),
                    count.tokens());
        }
    }
}
