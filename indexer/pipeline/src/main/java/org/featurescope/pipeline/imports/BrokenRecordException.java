package org.featurescope.pipeline.imports;

/** A record is not what its format says; the message names the field, what was found and what is wanted. */
final class BrokenRecordException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BrokenRecordException(String message) {
        super(message);
    }
}
