package org.featurescope.pipeline.activations;

/**
 * What was written.
 *
 * @param contexts that ran through the model
 * @param tokens of them, special ones included
 * @param bytes size of the file
 */
public record ActivationReport(long contexts, long tokens, long bytes) {}
