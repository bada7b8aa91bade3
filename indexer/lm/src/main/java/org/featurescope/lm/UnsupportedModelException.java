package org.featurescope.lm;

/** A model, or a setting of it, that this program would run wrongly and therefore refuses. */
public final class UnsupportedModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsupportedModelException(String message) {
        super(message);
    }
}
