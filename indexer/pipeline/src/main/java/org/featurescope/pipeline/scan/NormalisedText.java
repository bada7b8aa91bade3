package org.featurescope.pipeline.scan;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Pattern;
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

    private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}\\x{85}]+");
    private static final Pattern DIGIT = Pattern.compile("\\p{Nd}");

    private static final byte[] NO_BYTES = {};

    /** Thousands of features have their peak at the same token, so the keys of the last contexts are remembered. */
    private static final int REMEMBERED = 1024;

    /** @param keys by position; 0: not computed yet */
    private record Keys(long context, AtomicLongArray keys) {}

    private final Map<Integer, byte[]> tokenBytes;
    private final AtomicReferenceArray<Keys> remembered = new AtomicReferenceArray<>(REMEMBERED);

    private NormalisedText(Map<Integer, byte[]> tokenBytes) {
        this.tokenBytes = tokenBytes;
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
                bytes.writeBytes(tokenBytes.getOrDefault(context.tokenIds()[position], NO_BYTES));
            }
        }
        return normalised(bytes.toString(StandardCharsets.UTF_8));
    }

    static String normalised(String text) {
        String folded = nfkc(nfkc(text).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
        String spaced = WHITE_SPACE.matcher(folded).replaceAll(" ").strip();
        return DIGIT.matcher(spaced).replaceAll("0");
    }

    private static String nfkc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
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
