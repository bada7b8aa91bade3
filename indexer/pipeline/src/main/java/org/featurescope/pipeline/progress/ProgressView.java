package org.featurescope.pipeline.progress;

import java.nio.file.Path;

/** Shows or keeps what a {@link ProgressTracker} makes of the indexer's messages. */
public interface ProgressView {

    /** It is known which run this is, and where it is kept until it is finished. */
    default void begins(Path folder) {}

    /** A new stage begins. */
    void stage(ProgressState state);

    /** The scan has come further. */
    void scanned(ProgressState state);

    /** Something that a person should know, a sentence. */
    void remark(ProgressState state, String sentence);
}
