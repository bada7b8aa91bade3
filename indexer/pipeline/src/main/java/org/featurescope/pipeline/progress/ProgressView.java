package org.featurescope.pipeline.progress;

/** Shows or keeps what a {@link ProgressTracker} makes of the indexer's messages. */
public interface ProgressView {

    /** A new stage begins. */
    void stage(ProgressState state);

    /** The scan has come further. */
    void scanned(ProgressState state);

    /** Something that a person should know, a sentence. */
    void remark(ProgressState state, String sentence);
}
