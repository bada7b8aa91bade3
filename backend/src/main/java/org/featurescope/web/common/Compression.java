package org.featurescope.web.common;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Answers in gzip for those who take it. */
public final class Compression {

    private static final int BUFFER_BYTES = 1 << 14;

    private Compression() {}

    /** Where to write an answer that is sent as it is made. It must be closed at its end, and only there. */
    public static OutputStream of(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.addHeader("Vary", "Accept-Encoding");
        if (!isWanted(request)) {
            return response.getOutputStream();
        }
        response.setHeader("Content-Encoding", "gzip");
        return new GZIPOutputStream(response.getOutputStream(), BUFFER_BYTES);
    }

    /** Whether an answer to it would be compressed. */
    public static boolean isWanted(HttpServletRequest request) {
        return acceptsGzip(request.getHeader("Accept-Encoding"));
    }

    static boolean acceptsGzip(@Nullable String acceptEncoding) {
        return acceptEncoding != null
                && Arrays.stream(acceptEncoding.split(","))
                        .map(coding -> coding.replace(" ", ""))
                        .anyMatch(coding -> coding.startsWith("gzip") && !coding.matches("gzip;q=0(\\.0*)?"));
    }
}
