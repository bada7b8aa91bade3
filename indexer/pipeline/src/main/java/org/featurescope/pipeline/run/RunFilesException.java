package org.featurescope.pipeline.run;

/** The files of a run cannot be used. The message names file or folder, problem and remedy. */
public final class RunFilesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RunFilesException(String message) {
        super(message);
    }

    public RunFilesException(String message, Throwable cause) {
        super(message, cause);
    }
}
