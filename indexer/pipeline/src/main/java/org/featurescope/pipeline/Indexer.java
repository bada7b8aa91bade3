package org.featurescope.pipeline;

import java.nio.file.Path;
import javax.sql.DataSource;

/** Indexes sources of a model over corpora and publishes the run. */
public final class Indexer {

    @SuppressWarnings("UnusedVariable") // checkpoints will lie there
    private final Path home;

    private final DataSource database;
    private final IndexProgress progress;

    /** @param home keeps what is unfinished, and the evidence of what is published */
    public Indexer(Path home, DataSource database, IndexProgress progress) {
        this.home = home;
        this.database = database;
        this.progress = progress;
    }

    /**
     * Runs to the end. An error leaves nothing in the database; the same request then goes on where this one was.
     *
     * @throws IllegalArgumentException for a setting that cannot be
     */
    public IndexReport index(IndexRequest request) {
        return new IndexJob(request, database, progress).index();
    }

    /** Whether a finished run was made from the same model, corpora and settings. */
    public boolean isIndexed(IndexRequest request) {
        return new IndexJob(request, database, new SilentProgress()).isIndexed();
    }
}
