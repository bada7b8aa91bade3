package org.featurescope.web.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What sort of text some contexts of a run are.
 *
 * @param number in the run, from 0
 * @param corpus its name: the same word in two corpora is two labels
 * @param label null: the corpus does not say
 * @param contexts with at least one counted token
 * @param tokens counted
 */
public record RunLabel(int number, String corpus, @Nullable String label, long contexts, long tokens) {}
