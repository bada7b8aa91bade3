package org.featurescope.pipeline.corpus;

/** A corpus file that cannot be read. The message names file, line, problem and remedy. */
public final class CorpusException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CorpusException(String message) {
        super(message);
    }

    CorpusException(String message, Throwable cause) {
        super(message, cause);
    }
}
