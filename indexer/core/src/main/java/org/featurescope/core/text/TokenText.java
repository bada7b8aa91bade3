package org.featurescope.core.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Joins tokens to whole characters. A byte-level tokenizer may cut a character in the middle, so one character can
 * need several tokens; such neighbours form one {@link Piece}. There are two measures of a character: a code point of
 * Unicode ({@link #pieces}), and what a reader sees as one ({@link #graphemes}).
 */
public final class TokenText {

    /**
     * The smallest run of tokens that holds whole characters.
     *
     * @param text its text; bytes that belong to no character are U+FFFD, one for each byte
     * @param firstToken position of its first token
     * @param tokens how many tokens it joins, at least 1
     */
    public record Piece(String text, int firstToken, int tokens) {

        private Piece with(Piece next) {
            return new Piece(text + next.text, firstToken, tokens + next.tokens);
        }
    }

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    private TokenText() {}

    /**
     * Cuts a run of tokens into pieces, in order, each token in exactly one.
     *
     * @param tokens the exact bytes of each token; an empty token joins the piece before it
     */
    public static List<Piece> pieces(List<byte[]> tokens) {
        byte[] bytes = concatenate(tokens);
        boolean[] startsCharacter = characterStarts(bytes);
        List<Piece> pieces = new ArrayList<>(tokens.size());
        int firstToken = 0;
        int firstByte = 0;
        int end = 0;
        for (int token = 0; token < tokens.size(); token++) {
            end += tokens.get(token).length;
            boolean last = token == tokens.size() - 1;
            if (last || (end > firstByte && startsCharacter[end] && tokens.get(token + 1).length > 0)) {
                pieces.add(new Piece(decode(bytes, firstByte, end), firstToken, token + 1 - firstToken));
                firstToken = token + 1;
                firstByte = end;
            }
        }
        return pieces;
    }

    /**
     * A text for each token; joined they are the exact text. That of a character that several tokens form stands at the one with the
     * largest activation, the first when equal; the others are empty.
     *
     * @param tokens the exact bytes of each
     * @param activations one for each; NaN: not known
     */
    public static List<String> texts(List<byte[]> tokens, float[] activations) {
        String[] texts = new String[tokens.size()];
        Arrays.fill(texts, "");
        for (Piece piece : pieces(tokens)) {
            texts[largest(activations, piece.firstToken(), piece.tokens())] = piece.text();
        }
        return List.of(texts);
    }

    /** Of some values the first position of the largest that is known; NaN: not known. */
    public static int largest(float[] values, int first, int count) {
        int largest = first;
        for (int i = first + 1; i < first + count; i++) {
            if (values[i] > values[largest] || Float.isNaN(values[largest])) {
                largest = i;
            }
        }
        return largest;
    }

    /** The text of one token; bytes that are no text by themselves are written like {@code ⟨E6 97⟩}. */
    public static String name(byte[] token) {
        String text = new String(token, StandardCharsets.UTF_8);
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), token) ? text : "⟨" + HEX.formatHex(token) + "⟩";
    }

    /**
     * Joins pieces further, so that none begins inside what a reader sees as one character (an extended grapheme
     * cluster of UAX #29): an accent stays on its letter, the parts of 👩🏽‍🚀 and of a flag together. Which consonants of
     * an Indic script make one character depends on the Unicode version of the JDK.
     *
     * @param pieces of one text, in order
     * @param apart whether the token at a position is no text, so that nothing joins it
     */
    public static List<Piece> graphemes(List<Piece> pieces, IntPredicate apart) {
        String text = pieces.stream().map(Piece::text).collect(Collectors.joining());
        if (text.chars().allMatch(TokenText::standsAlone)) {
            return pieces;
        }
        BitSet starts = graphemeStarts(text);
        List<Piece> joined = new ArrayList<>(pieces.size());
        int at = 0;
        for (Piece piece : pieces) {
            Piece before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (before == null || starts.get(at) || apart.test(before.firstToken()) || apart.test(piece.firstToken())) {
                joined.add(piece);
            } else {
                joined.set(joined.size() - 1, before.with(piece));
            }
            at += piece.text().length();
        }
        return joined;
    }

    /** Below U+0300, where combining marks begin, only a line break of two characters is one to the reader. */
    private static boolean standsAlone(int character) {
        return character < 0x300 && character != '\r';
    }

    private static BitSet graphemeStarts(String text) {
        BitSet starts = new BitSet(text.length());
        for (Matcher grapheme = GRAPHEME.matcher(text); grapheme.find(); ) {
            starts.set(grapheme.start());
        }
        return starts;
    }

    /** Marks the bytes at which a character, or a byte that belongs to none, begins; the end counts as a beginning. */
    private static boolean[] characterStarts(byte[] bytes) {
        boolean[] starts = new boolean[bytes.length + 1];
        for (int at = 0; at < bytes.length; at += Math.max(1, characterLength(bytes, at))) {
            starts[at] = true;
        }
        starts[bytes.length] = true;
        return starts;
    }

    private static String decode(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        for (int at = from; at < to; ) {
            int length = characterLength(bytes, at);
            if (length == 0) {
                text.append('\uFFFD');
                at++;
            } else {
                text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return text.toString();
    }

    /** Length of the well-formed UTF-8 character at a byte (Unicode, table 3-7), or 0 if there is none. */
    private static int characterLength(byte[] bytes, int at) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || at + length > bytes.length) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            int low = i > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            int high = i > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            int value = bytes[at + i] & 0xFF;
            if (value < low || value > high) {
                return 0;
            }
        }
        return length;
    }

    private static byte[] concatenate(List<byte[]> tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tokens.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
