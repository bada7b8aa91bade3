package org.featurescope.core.evidence;

/** The signs of a gated neuron's gate (before its activation function) and of its input, the linear branch. */
public enum SignCase {
    GATE_POSITIVE_INPUT_POSITIVE,
    GATE_POSITIVE_INPUT_NEGATIVE,
    GATE_NEGATIVE_INPUT_POSITIVE,
    GATE_NEGATIVE_INPUT_NEGATIVE;

    /** Of the neuron, whose activation function has the sign of its argument. */
    public boolean activationIsPositive() {
        return this == GATE_POSITIVE_INPUT_POSITIVE || this == GATE_NEGATIVE_INPUT_NEGATIVE;
    }
}
