package org.featurescope.pipeline;

import java.nio.file.Path;
import org.featurescope.pipeline.scan.ScanProgress;

/** Is told what an indexer does. */
public interface IndexProgress extends ScanProgress {

    /** A new stage begins, for example "writing the index". */
    void stage(String name);

    /**
     * A run begins, or an unfinished one goes on.
     *
     * @param run its name
     * @param folder where it is kept until it is finished
     */
    default void begins(String run, Path folder) {}
}
