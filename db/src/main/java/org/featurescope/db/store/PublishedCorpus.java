package org.featurescope.db.store;

/**
 * A corpus as a run read it.
 *
 * @param contexts that were read
 * @param tokens that were counted
 */
public record PublishedCorpus(CorpusRow corpus, long contexts, long tokens) {}
