package org.featurescope.web.common;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The strong ETag of an answer: of a page the hash of its bytes, of a stream that of all that decides them, because it is sent before it
 * is whole.
 */
public final class EntityTag {

    private static final int HASH_BYTES = 16;
    private static final String GZIP = "-gzip";

    /** What streams look like; to be raised when the same run is written otherwise. */
    private static final String STREAMS = "1";

    private final String hash;

    private EntityTag(String hash) {
        this.hash = hash;
    }

    static EntityTag ofBytes(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new EntityTag(HexFormat.of().formatHex(hash, 0, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** Of a stream: of its address with all parameters, and of what it is made of. @param contents each in a text that tells it from all others */
    public static EntityTag ofStream(HttpServletRequest request, Object... contents) {
        return ofBytes(String.join(
                        "\0",
                        List.of(
                                STREAMS,
                                request.getRequestURI(),
                                String.valueOf(request.getQueryString()),
                                Arrays.toString(contents)))
                .getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Says it; if the client has the answer already, compressed or not, says so with a 304.
     *
     * @param compressed whether the answer would be: that is another one, with another tag
     * @return whether nothing else is to be sent
     */
    public boolean answers(HttpServletRequest request, HttpServletResponse response, boolean compressed) {
        response.setHeader("ETag", '"' + hash + (compressed ? GZIP : "") + '"');
        boolean known = isKnown(request.getHeader("If-None-Match"));
        if (known) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        }
        return known;
    }

    private boolean isKnown(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(tag -> tag.strip().replaceFirst("^W/", ""))
                        .anyMatch(tag ->
                                tag.equals("*") || tag.equals('"' + hash + '"') || tag.equals('"' + hash + GZIP + '"'));
    }
}
