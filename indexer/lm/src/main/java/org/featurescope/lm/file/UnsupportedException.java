package org.featurescope.lm.file;

/** A model or an SAE, or a setting of it, that this program would run wrongly and therefore refuses. */
public final class UnsupportedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsupportedException(String message) {
        super(Shown.line(message));
    }
}
