package org.featurescope.pipeline.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A file of a dump. */
interface DumpFile {

    Path path();

    /**
     * @param bytes of the file, unpacked if its name ends with {@code .gz}
     * @throws ImportException for what makes the rest of the file unreadable
     */
    void read(InputStream bytes, DumpRecords records) throws IOException;
}
