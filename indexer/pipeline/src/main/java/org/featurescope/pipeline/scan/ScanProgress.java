package org.featurescope.pipeline.scan;

/** Is told how far a scan has come. */
public interface ScanProgress {

    /**
     * Is called after each batch.
     *
     * @param tokens counted so far
     * @param share of the corpus, or of the token limit, from 0 to 1
     */
    void scanned(long tokens, double share);
}
