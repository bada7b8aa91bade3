package org.featurescope.core.evidence;

import org.jspecify.annotations.Nullable;

/**
 * What sort of text a context is, as its corpus says. The same word in two corpora is two labels, so that corpora stay side by
 * side.
 *
 * @param corpusKey of the corpus ({@link ContextId#corpusKey(String)})
 * @param name null: the corpus does not say
 */
public record Label(int corpusKey, @Nullable String name) {}
