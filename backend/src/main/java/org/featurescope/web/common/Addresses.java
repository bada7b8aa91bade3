package org.featurescope.web.common;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/** Which addresses are for programs: twins, bulk, streams and all below {@code /api}. */
final class Addresses {

    private static final Pattern FOR_PROGRAMS =
            Pattern.compile("/api/.*|/oembed|.*\\.(json|jsonl|parquet|csv|yaml)|/[^/]+/[^/]+/points");
    private static final Pattern STREAMED = Pattern.compile("(?!/api/).*\\.(csv|jsonl|parquet)");

    private Addresses() {}

    /** Whether what goes wrong is told as problem details, and other sites may read the answer. */
    static boolean isForPrograms(HttpServletRequest request) {
        return FOR_PROGRAMS.matcher(request.getRequestURI()).matches();
    }

    /** Whether the answer may be too long to be held in memory. */
    static boolean isStreamed(HttpServletRequest request) {
        return STREAMED.matcher(request.getRequestURI()).matches();
    }
}
