package org.featurescope.lm.sae;

import java.util.List;

/** One way of publishing SAEs. */
interface SaeFormat {

    /** How people call it, for example {@code SAELens}. */
    String name();

    /** Whether a folder has the files and fields that only this format has; reads no tensor. */
    boolean recognises(SaeFiles folder);

    /**
     * The SAEs of a folder that was recognised, or that a person says is of this format.
     *
     * @throws org.featurescope.lm.file.MalformedFileException if a file is broken
     * @throws org.featurescope.lm.file.UnsupportedException if it would be computed wrongly
     * @throws IllegalArgumentException if the files leave something open that the options do not say
     */
    List<Sae> read(SaeFiles folder, SaeOptions options);
}
