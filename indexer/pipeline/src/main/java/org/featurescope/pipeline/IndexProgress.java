package org.featurescope.pipeline;

import org.featurescope.pipeline.scan.ScanProgress;

/** Is told what an indexer does. */
public interface IndexProgress extends ScanProgress {

    /** A new stage begins, for example "writing the index". */
    void stage(String name);

    /** Something that a person should know, a sentence. */
    default void remark(String sentence) {}
}
