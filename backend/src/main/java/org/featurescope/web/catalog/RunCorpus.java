package org.featurescope.web.catalog;

/**
 * A corpus as a run read it.
 *
 * @param contexts that were read
 * @param tokens that were counted
 */
public record RunCorpus(String name, String sha256, long contexts, long tokens) {}
