package org.featurescope.pipeline.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Lines of UTF-8, ended by LF or CR LF; blank ones are left out. A line longer than any record is refused before it fills memory. */
final class DumpLines {

    private static final int LONGEST = 64 << 20;

    private final Path path;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private long number;

    DumpLines(Path path, InputStream in) {
        this.path = path;
        this.in = in;
    }

    /** Of the line that {@link #next} gave last, from 1. */
    long number() {
        return number;
    }

    /** Null at the end. */
    @Nullable String next() throws IOException {
        for (; ; ) {
            ByteArrayOutputStream line = line();
            if (line == null) {
                return null;
            }
            String text = line.toString(StandardCharsets.UTF_8);
            if (!text.isBlank()) {
                return text;
            }
        }
    }

    private @Nullable ByteArrayOutputStream line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        number++;
        for (; ; ) {
            if (at == end) {
                at = 0;
                end = Math.max(0, in.read(buffer));
                if (end == 0) {
                    return line.size() == 0 ? null : line;
                }
            }
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            line.write(buffer, from, at - from);
            if (line.size() > LONGEST) {
                throw new ImportException(path + ", line " + number + ": is longer than " + (LONGEST >> 20)
                        + " MiB; this is not a file of one record a line");
            }
            if (at < end) {
                at++;
                return line;
            }
        }
    }
}
