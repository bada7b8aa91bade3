package org.featurescope.web.evidence;

/** One feature of a source and its statistics. */
public record FeatureFacts(int index, Statistics statistics) {}
