package org.featurescope.pipeline.corpus;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A text file is one document. */
final class PlainTextReader implements DocumentReader {

    private final Path file;
    private boolean read;

    PlainTextReader(Path file) {
        this.file = file;
    }

    @Override
    public @Nullable Document next() {
        if (read) {
            return null;
        }
        read = true;
        StringWriter text = new StringWriter();
        try (TextFile input = TextFile.open(file)) {
            input.reader().transferTo(text);
        } catch (IOException e) {
            throw new CorpusException(file + ": cannot be read as UTF-8 text (" + e.getMessage() + ")", e);
        }
        return new Document(file.getFileName().toString(), text.toString(), null, null, null, null);
    }

    @Override
    public double share() {
        return read ? 1 : 0;
    }

    @Override
    public void close() {
        // opened and closed by next()
    }
}
