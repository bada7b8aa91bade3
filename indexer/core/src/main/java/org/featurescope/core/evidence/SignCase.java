package org.featurescope.core.evidence;

/** The signs of a gated neuron's gate (before its activation function) and of its input, the linear branch. */
public enum SignCase {
    GATE_POSITIVE_INPUT_POSITIVE,
    GATE_POSITIVE_INPUT_NEGATIVE,
    GATE_NEGATIVE_INPUT_POSITIVE,
    GATE_NEGATIVE_INPUT_NEGATIVE
}
