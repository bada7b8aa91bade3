package org.featurescope.pipeline.scan;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.EvidenceContext;
import org.featurescope.core.evidence.PeakText;
import org.featurescope.lm.Tokenizer;

/**
 * Two peaks stand in the same text when the tokens around them read the same: up to {@value #TOKENS_BEFORE} before the peak, the
 * peak's own, and up to {@value #TOKENS_AFTER} after it, all within the context, special tokens left out. The bytes of the tokens up
 * to the peak, and those behind it, are each decoded from UTF-8 (what is cut or broken becomes U+FFFD) and normalised:
 * <ol>
 *   <li>Unicode NFKC, so that widths, ligatures and ways of writing an accent do not count;
 *   <li>upper case, then lower case, by Unicode and no language, then NFKC again;
 *   <li>each run of white space to one space, none at the ends;
 *   <li>each decimal digit to 0.
 * </ol>
 * The key is the first eight bytes, big-endian, of the SHA-256 of the two texts in UTF-8 with a line feed between them. It never
 * changes: keys are kept in evidence files.
 */
public final class NormalisedText implements PeakText {

    private static final int TOKENS_BEFORE = 12;
    private static final int TOKENS_AFTER = 4;

    private static final int MAX_ASCII = 0x7F;
    private static final int NEXT_LINE = 0x85;

    private static final byte[] NO_BYTES = {};

    /** Thousands of features have their peak at the same token, so the keys of the last contexts are remembered. */
    private static final int REMEMBERED = 1024;

    /** @param keys by position; 0: not computed yet */
    private record Keys(long context, AtomicLongArray keys) {}

    /** By token id. */
    private final byte[][] tokenBytes;

    private final AtomicReferenceArray<Keys> remembered = new AtomicReferenceArray<>(REMEMBERED);

    private NormalisedText(Map<Integer, byte[]> tokenBytes) {
        int lastId = tokenBytes.keySet().stream().reduce(-1, Math::max);
        this.tokenBytes = new byte[lastId + 1][];
        Arrays.fill(this.tokenBytes, NO_BYTES);
        tokenBytes.forEach((id, bytes) -> this.tokenBytes[id] = bytes);
    }

    public static NormalisedText of(Tokenizer tokenizer) {
        return new NormalisedText(tokenizer.tokenBytes());
    }

    /** @param tokenBytes the exact bytes of each token id */
    static NormalisedText of(Map<Integer, byte[]> tokenBytes) {
        return new NormalisedText(tokenBytes);
    }

    @Override
    public long key(EvidenceContext context, int position) {
        AtomicLongArray keys = keys(context);
        long known = keys.get(position);
        if (known == 0) {
            known = hash(text(context, position));
            keys.set(position, known);
        }
        return known;
    }

    /** Threads may make them twice; they hold the same. */
    private AtomicLongArray keys(EvidenceContext context) {
        int slot = ContextId.contextNo(context.id()) & (REMEMBERED - 1);
        Keys known = remembered.get(slot);
        if (known == null || known.context != context.id()) {
            known = new Keys(context.id(), new AtomicLongArray(context.tokenIds().length));
            remembered.set(slot, known);
        }
        return known.keys;
    }

    /** What is hashed. */
    String text(EvidenceContext context, int position) {
        int behind = position + 1;
        return normalised(context, Math.max(0, position - TOKENS_BEFORE), behind)
                + '\n'
                + normalised(context, behind, Math.min(context.tokenIds().length, behind + TOKENS_AFTER));
    }

    private String normalised(EvidenceContext context, int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int position = from; position < to; position++) {
            if (context.counted()[position]) {
                bytes.writeBytes(bytes(context.tokenIds()[position]));
            }
        }
        return normalised(bytes.toString(StandardCharsets.UTF_8));
    }

    private byte[] bytes(int tokenId) {
        return tokenId < tokenBytes.length ? tokenBytes[tokenId] : NO_BYTES;
    }

    static String normalised(String text) {
        return spacedAndZeroed(isAscii(text) ? text.toLowerCase(Locale.ROOT) : folded(text));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > MAX_ASCII) {
                return false;
            }
        }
        return true;
    }

    private static String folded(String text) {
        return nfkc(nfkc(text).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }

    private static String nfkc(String text) {
        return Normalizer.isNormalized(text, Normalizer.Form.NFKC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static String spacedAndZeroed(String text) {
        StringBuilder result = new StringBuilder(text.length());
        boolean spaceBefore = false;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (isWhiteSpace(character)) {
                spaceBefore = true;
            } else {
                if (spaceBefore && result.length() > 0) {
                    result.append(' ');
                }
                spaceBefore = false;
                result.appendCodePoint(
                        Character.getType(character) == Character.DECIMAL_DIGIT_NUMBER ? '0' : character);
            }
        }
        return result.toString().strip();
    }

    /** Separators, and the control characters from tab to carriage return, and next line. */
    private static boolean isWhiteSpace(int character) {
        return Character.isSpaceChar(character) || character >= '\t' && character <= '\r' || character == NEXT_LINE;
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
