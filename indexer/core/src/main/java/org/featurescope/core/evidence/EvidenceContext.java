package org.featurescope.core.evidence;

/** A context as collectors see it. */
public interface EvidenceContext {

    /** {@link ContextId}; no two contexts of a run share it. */
    long id();

    Label label();

    /** The beginning-of-text token, if any, included. */
    int[] tokenIds();

    /** One entry for each token: whether its activations count as evidence. */
    boolean[] counted();
}
