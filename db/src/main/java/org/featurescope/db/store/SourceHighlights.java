package org.featurescope.db.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.db.format.CorpusKeys;
import org.jspecify.annotations.Nullable;

/**
 * The features of one source that overviews show: that with the largest kurtosis, and for each label that with the largest AUC;
 * of equal ones the first.
 */
final class SourceHighlights {

    /** Below, the largest kurtosis is that of a feature which was active by accident. */
    static final long LEAST_CONTEXTS = 30;

    static final int KURTOSIS = -1;

    /** A feature that leads, by what, and its strongest example. */
    private record Leader(
            int label, int feature, double value, @Nullable Example example) {}

    private @Nullable Leader kurtosis;
    private final List<@Nullable Leader> byLabel = new ArrayList<>();

    void accept(FeatureRow feature) {
        Long activeContexts = feature.figures().activeContexts();
        if (activeContexts != null && activeContexts >= LEAST_CONTEXTS) {
            kurtosis = better(kurtosis, KURTOSIS, feature.figures().kurtosis(), feature);
        }
        for (LabelEvidence label : feature.kept().labels()) {
            while (byLabel.size() <= label.label()) {
                byLabel.add(null);
            }
            byLabel.set(label.label(), better(byLabel.get(label.label()), label.label(), label.auc(), feature));
        }
    }

    private static @Nullable Leader better(
            @Nullable Leader leader, int label, @Nullable Double value, FeatureRow feature) {
        if (value == null || leader != null && leader.value >= value) {
            return leader;
        }
        return new Leader(
                label,
                feature.index(),
                value,
                feature.kept().top().stream().findFirst().orElse(null));
    }

    void insert(Provenance provenance, int runId, int sourceId, CorpusKeys corpora) throws SQLException {
        List<Leader> leaders = new ArrayList<>();
        if (kurtosis != null) {
            leaders.add(kurtosis);
        }
        for (Leader leader : byLabel) {
            if (leader != null) {
                leaders.add(leader);
            }
        }
        for (Leader leader : leaders) {
            Example example = leader.example;
            provenance.update(
                    """
                    insert into highlight (run_id, source_id, label, feature_index, value, corpus_ordinal, context_no,
                      peak_position) values (?, ?, ?, ?, ?, ?, ?, ?)""",
                    runId,
                    sourceId,
                    leader.label,
                    leader.feature,
                    leader.value,
                    example == null ? null : corpora.ordinal(ContextId.corpusKey(example.context())),
                    example == null ? null : ContextId.contextNo(example.context()),
                    example == null ? null : example.peakPosition());
        }
    }
}
