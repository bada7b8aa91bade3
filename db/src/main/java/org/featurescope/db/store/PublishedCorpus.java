package org.featurescope.db.store;

import org.jspecify.annotations.Nullable;

/**
 * A corpus as a run read it.
 *
 * @param contexts that were read; null: an import whose files do not say
 * @param tokens that were counted; null likewise
 */
public record PublishedCorpus(
        CorpusRow corpus, @Nullable Long contexts, @Nullable Long tokens) {}
