package org.featurescope.core.evidence;

/**
 * A label of a run.
 *
 * @param contexts with at least one counted token
 * @param tokens counted
 */
public record LabelCount(Label label, long contexts, long tokens) {}
