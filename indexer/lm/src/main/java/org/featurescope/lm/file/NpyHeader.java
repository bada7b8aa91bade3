package org.featurescope.lm.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The header of one {@code .npy} array, versions 1 to 3 of numpy.lib.format: a Python dictionary of three fields, which is
 * read as such and never evaluated.
 *
 * @param descr how numpy writes the type, for example {@code <f4}
 * @param bytes of the member before its values
 */
record NpyHeader(String descr, boolean fortranOrder, long[] shape, int bytes) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_BYTES = 10_000; // numpy's own limit

    /** Not what numpy writes; the message says what is wrong, and neither file nor member. */
    static final class MalformedHeader extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedHeader(String message) {
            super(message);
        }
    }

    static NpyHeader read(InputStream in) throws IOException, MalformedHeader {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
            throw new MalformedHeader("does not begin as numpy arrays do");
        }
        int version = start[6];
        if (version < 1 || version > 3) {
            throw new MalformedHeader("is of format version " + version + "; known: 1, 2, 3");
        }
        int lengthBytes = version == 1 ? 2 : 4;
        int length = length(in.readNBytes(lengthBytes), lengthBytes);
        byte[] text = in.readNBytes(length);
        if (text.length < length) {
            throw new MalformedHeader("ends within its header");
        }
        String dictionary = new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        return new Parser(dictionary).header(8 + lengthBytes + length);
    }

    private static int length(byte[] field, int bytes) throws MalformedHeader {
        if (field.length < bytes) {
            throw new MalformedHeader("ends within its header");
        }
        ByteBuffer buffer = ByteBuffer.wrap(field).order(ByteOrder.LITTLE_ENDIAN);
        long length = bytes == 2 ? buffer.getShort() & 0xFFFF : buffer.getInt() & 0xFFFF_FFFFL;
        if (length > MAX_BYTES) {
            throw new MalformedHeader("has a header of " + length + " bytes; at most " + MAX_BYTES + " are read");
        }
        return (int) length;
    }

    /** {@code {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }} and spaces. */
    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        NpyHeader header(int bytes) throws MalformedHeader {
            String descr = null;
            Boolean fortranOrder = null;
            long[] shape = null;
            expect('{');
            while (!accept('}')) {
                String field = string();
                expect(':');
                if (field.equals("descr") && descr == null) {
                    descr = string();
                } else if (field.equals("fortran_order") && fortranOrder == null) {
                    fortranOrder = truth();
                } else if (field.equals("shape") && shape == null) {
                    shape = tuple();
                } else {
                    throw wrong("the fields descr, fortran_order and shape, each once");
                }
                if (!accept(',')) {
                    expect('}');
                    break;
                }
            }
            if (peek() != 0 || descr == null || fortranOrder == null || shape == null) {
                throw wrong("the fields descr, fortran_order and shape, each once");
            }
            return new NpyHeader(descr, fortranOrder, shape, bytes);
        }

        /** Between single or double quotes, without escapes. */
        private String string() throws MalformedHeader {
            char quote = peek();
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
            if (end < 0) {
                throw wrong("a text in quotes");
            }
            String string = text.substring(at + 1, end);
            at = end + 1;
            return string;
        }

        private boolean truth() throws MalformedHeader {
            peek();
            for (String word : new String[] {"True", "False"}) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw wrong("True or False");
        }

        private long[] tuple() throws MalformedHeader {
            long[] dimensions = new long[0];
            expect('(');
            while (!accept(')')) {
                dimensions = Arrays.copyOf(dimensions, dimensions.length + 1);
                dimensions[dimensions.length - 1] = dimension();
                if (!accept(',')) {
                    expect(')');
                    break;
                }
            }
            return dimensions;
        }

        private long dimension() throws MalformedHeader {
            peek();
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (start == at || at - start > 18) {
                throw wrong("a whole number >= 0 of at most 18 digits");
            }
            return Long.parseLong(text, start, at, 10);
        }

        private void expect(char wanted) throws MalformedHeader {
            if (!accept(wanted)) {
                throw wrong("'" + wanted + "'");
            }
        }

        private boolean accept(char wanted) {
            boolean found = peek() == wanted;
            at += found ? 1 : 0;
            return found;
        }

        /** The next character that is no space; 0 at the end. */
        private char peek() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        private MalformedHeader wrong(String expected) {
            return new MalformedHeader("has a header that numpy would not write: expected " + expected + " at "
                    + Shown.text(text.substring(at)));
        }
    }
}
