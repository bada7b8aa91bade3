package org.featurescope.pipeline.export;

import java.io.IOException;

/** Takes features in the order of their indexes. */
interface FeatureSink extends AutoCloseable {

    void write(FeatureBatches.Batch batch) throws IOException;

    @Override
    void close() throws IOException;
}
