package org.featurescope.web.common;

import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * An answer held in memory. A template writes a page in thousands of short strings; they are gathered before they are encoded, which
 * takes a tenth of the time of a page otherwise.
 */
final class KeptAnswer extends ContentCachingResponseWrapper {

    private static final int BUFFER_CHARACTERS = 16_384;

    private @Nullable PrintWriter text;

    KeptAnswer(HttpServletResponse response) {
        super(response);
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (text == null) {
            text = new PrintWriter(new BufferedWriter(super.getWriter(), BUFFER_CHARACTERS));
        }
        return text;
    }

    /** Puts what was written as text among the bytes. */
    void flushText() {
        if (text != null) {
            text.flush();
        }
    }

    @Override
    public void flushBuffer() throws IOException {
        flushText();
        super.flushBuffer();
    }

    @Override
    public void resetBuffer() {
        text = null; // with what it holds
        super.resetBuffer();
    }

    @Override
    public void reset() {
        text = null;
        super.reset();
    }
}
