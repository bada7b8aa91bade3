package org.featurescope.pipeline.corpus;

import org.jspecify.annotations.Nullable;

/** A text that lies in no file is one document. */
final class GivenText implements DocumentReader {

    static final String ID = "text";

    private final String text;
    private boolean read;

    GivenText(String text) {
        this.text = text;
    }

    @Override
    public @Nullable Document next() {
        if (read) {
            return null;
        }
        read = true;
        return new Document(ID, text, null, null, null, null);
    }

    @Override
    public double share() {
        return read ? 1 : 0;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
