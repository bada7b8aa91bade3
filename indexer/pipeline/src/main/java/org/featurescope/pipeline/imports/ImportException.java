package org.featurescope.pipeline.imports;

/** Something is wrong with what is imported; the message names file and place, what was found, and the remedy. */
public final class ImportException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ImportException(String message) {
        super(message);
    }

    ImportException(String message, Throwable cause) {
        super(message, cause);
    }
}
