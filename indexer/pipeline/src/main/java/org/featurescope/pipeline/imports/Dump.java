package org.featurescope.pipeline.imports;

import java.util.List;

/**
 * What was found at a path.
 *
 * @param format as people call it
 * @param files in the order in which they are read
 */
record Dump(String format, List<DumpFile> files) {
    Dump {
        files = List.copyOf(files);
    }
}
