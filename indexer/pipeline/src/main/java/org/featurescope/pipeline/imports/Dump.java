package org.featurescope.pipeline.imports;

import java.util.List;

/**
 * What was found at a path.
 *
 * @param format as people call it
 * @param files in the order in which they are read
 * @param limited whether it holds more examples than are kept, so that the limit is part of what is imported
 */
record Dump(String format, List<DumpFile> files, boolean limited) {
    Dump {
        files = List.copyOf(files);
    }
}
