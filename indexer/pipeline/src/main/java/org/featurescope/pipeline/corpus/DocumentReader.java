package org.featurescope.pipeline.corpus;

import org.jspecify.annotations.Nullable;

/** Reads the documents of one file, first to last. */
interface DocumentReader extends AutoCloseable {

    /** The next document, or null after the last. */
    @Nullable Document next();

    /** How much of the file has been read, from 0 to 1. */
    double share();

    @Override
    void close();
}
