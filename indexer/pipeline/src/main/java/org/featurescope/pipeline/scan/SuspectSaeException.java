package org.featurescope.pipeline.scan;

/** SAEs look wrongly read, and nobody has said that they are right; the message says which, and what may be wrong. */
public final class SuspectSaeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SuspectSaeException(String message) {
        super(message);
    }
}
