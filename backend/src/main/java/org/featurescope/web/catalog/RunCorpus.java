package org.featurescope.web.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A corpus as a run read it.
 *
 * @param contexts that were read; null: an import whose files do not say
 * @param tokens that were counted; null likewise
 */
public record RunCorpus(
        String name,
        String sha256,
        @Nullable Long contexts,
        @Nullable Long tokens) {}
