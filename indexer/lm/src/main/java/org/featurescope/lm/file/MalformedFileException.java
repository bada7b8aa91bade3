package org.featurescope.lm.file;

import java.nio.file.Path;

/** A file that is missing, cut short or not what its name says. The message names the file and the remedy. */
public final class MalformedFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedFileException(Path file, String problem) {
        super(file + ": " + Shown.line(problem));
    }

    public MalformedFileException(Path file, String problem, Throwable cause) {
        super(file + ": " + Shown.line(problem), cause);
    }
}
