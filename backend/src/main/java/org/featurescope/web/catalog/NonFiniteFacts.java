package org.featurescope.web.catalog;

import org.jspecify.annotations.Nullable;

/**
 * Where the first activation that was NaN or infinite stood.
 *
 * @param corpus its name
 * @param context number in the corpus, from 0
 * @param position in the context, from 0
 * @param feature index in the source
 */
public record NonFiniteFacts(String source, String corpus, int context, int position, int feature) {

    /** Null when there was none, or it was not noted. */
    static @Nullable NonFiniteFacts of(RunEntity run) {
        if (run.nonFiniteSource == null
                || run.nonFiniteCorpus == null
                || run.nonFiniteContext == null
                || run.nonFinitePosition == null
                || run.nonFiniteFeature == null) {
            return null;
        }
        return new NonFiniteFacts(
                run.nonFiniteSource,
                run.corpora.get(run.nonFiniteCorpus).contextSet.corpus.name,
                run.nonFiniteContext,
                run.nonFinitePosition,
                run.nonFiniteFeature);
    }
}
