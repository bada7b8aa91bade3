package org.featurescope.pipeline.export;

/** Layouts that sources are written in. */
public enum ExportFormat {
    /** Folders and files as Neuronpedia publishes them. */
    NEURONPEDIA,
    /** A feature a line, with all that is kept of it; packed if the name ends with {@code .gz}. */
    JSONL,
    /** The same columns as a table. */
    PARQUET
}
