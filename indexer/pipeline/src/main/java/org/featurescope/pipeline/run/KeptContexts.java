package org.featurescope.pipeline.run;

import java.util.Iterator;

/** Contexts of one corpus, ascending, one at a time. */
public interface KeptContexts extends Iterator<KeptContext>, AutoCloseable {

    @Override
    void close();
}
