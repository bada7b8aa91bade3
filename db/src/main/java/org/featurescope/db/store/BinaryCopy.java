package org.featurescope.db.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Sends rows in PostgreSQL's binary COPY format, through a buffer of {@value #BUFFER_BYTES} bytes, as one COPY after the
 * other.
 *
 * <p>For each row {@link #row} with the number of columns, then as many values. {@link #finish} ends the COPY; closing
 * without it cancels the COPY, which aborts the transaction. Not for several threads.
 */
final class BinaryCopy implements AutoCloseable {
    static final int BUFFER_BYTES = 1 << 16;

    // The driver sees the server's errors at the end of a COPY only: one long COPY would go on for hours over a full
    // disk.
    private static final long PART_BYTES = 32L << 20;

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int NULL_LENGTH = -1;
    private static final short END_OF_ROWS = -1;
    private static final int ARRAY_HEADER_BYTES = 5 * Integer.BYTES;
    private static final int INT4_TYPE = 23;
    private static final int FLOAT4_TYPE = 700;

    private final PGConnection connection;
    private final String sql;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES); // big-endian, as the format is
    private CopyIn copy;
    private long partBytes;
    private long finishedRows;

    private BinaryCopy(PGConnection connection, String sql) throws SQLException {
        this.connection = connection;
        this.sql = sql;
        this.copy = beginPart();
    }

    /**
     * @param target table and columns, like {@code token (tokenizer_id, token_id)}
     * @param options further options of COPY, like {@code ", freeze"}, or empty
     */
    static BinaryCopy into(Connection connection, String target, String options) throws SQLException {
        String sql = "copy " + target + " from stdin with (format binary" + options + ")";
        return new BinaryCopy(connection.unwrap(PGConnection.class), sql);
    }

    private CopyIn beginPart() throws SQLException {
        CopyIn part = connection.getCopyAPI().copyIn(sql);
        buffer.put(SIGNATURE).putInt(0).putInt(0); // no flags, no header extension
        partBytes = 0;
        return part;
    }

    private void endPart() throws SQLException {
        reserve(Short.BYTES).putShort(END_OF_ROWS);
        flush();
        finishedRows += copy.endCopy();
    }

    /** Whether enough was sent for another COPY to begin. */
    boolean isLarge() {
        return partBytes >= PART_BYTES;
    }

    void row(int columns) throws SQLException {
        if (isLarge()) {
            endPart();
            copy = beginPart();
        }
        reserve(Short.BYTES).putShort((short) columns);
    }

    void int16(int value) throws SQLException {
        reserve(Integer.BYTES + Short.BYTES).putInt(Short.BYTES).putShort((short) value);
    }

    void int32(int value) throws SQLException {
        reserve(Integer.BYTES + Integer.BYTES).putInt(Integer.BYTES).putInt(value);
    }

    void int64(@Nullable Long value) throws SQLException {
        if (value == null) {
            absent();
            return;
        }
        reserve(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
    }

    void float32(@Nullable Float value) throws SQLException {
        if (value == null) {
            absent();
            return;
        }
        reserve(Integer.BYTES + Float.BYTES).putInt(Float.BYTES).putFloat(value);
    }

    void float64(@Nullable Double value) throws SQLException {
        if (value == null) {
            absent();
        } else {
            reserve(Integer.BYTES + Double.BYTES).putInt(Double.BYTES).putDouble(value);
        }
    }

    /** Of 32-bit floats; an array without elements is written as null. */
    void float32Array(List<@Nullable Double> values) throws SQLException {
        if (values.isEmpty()) {
            absent();
            return;
        }
        int nulls = (int) values.stream().filter(Objects::isNull).count();
        int bytes = ARRAY_HEADER_BYTES + values.size() * 2 * Integer.BYTES - nulls * Float.BYTES;
        arrayHeader(bytes, nulls > 0, FLOAT4_TYPE, values.size());
        for (Double value : values) {
            if (value == null) {
                absent();
            } else {
                float32(value.floatValue());
            }
        }
    }

    /** Null for null. */
    void int32Array(@Nullable List<Integer> values) throws SQLException {
        if (values == null) {
            absent();
            return;
        }
        arrayHeader(ARRAY_HEADER_BYTES + values.size() * 2 * Integer.BYTES, false, INT4_TYPE, values.size());
        for (int value : values) {
            int32(value);
        }
    }

    /** @param bytes of the whole array */
    private void arrayHeader(int bytes, boolean hasNulls, int elementType, int elements) throws SQLException {
        reserve(Integer.BYTES + ARRAY_HEADER_BYTES)
                .putInt(bytes)
                .putInt(1) // dimension
                .putInt(hasNulls ? 1 : 0)
                .putInt(elementType)
                .putInt(elements)
                .putInt(1); // the first subscript
    }

    private void absent() throws SQLException {
        reserve(Integer.BYTES).putInt(NULL_LENGTH);
    }

    void bool(boolean value) throws SQLException {
        reserve(Integer.BYTES + 1).putInt(1).put((byte) (value ? 1 : 0));
    }

    void bytes(byte @Nullable [] value) throws SQLException {
        if (value == null) {
            absent();
            return;
        }
        reserve(Integer.BYTES).putInt(value.length);
        if (value.length > BUFFER_BYTES) {
            flush();
            send(value, value.length);
        } else {
            reserve(value.length).put(value);
        }
    }

    /** As UTF-8; U+0000, which PostgreSQL cannot store in text, becomes U+FFFD. */
    void text(@Nullable String value) throws SQLException {
        if (value == null) {
            absent();
        } else {
            bytes(value.replace('\0', '\ufffd').getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Ends the COPY; the server's errors show at the latest here, and at the earliest after {@value #PART_BYTES} bytes.
     *
     * @return the number of rows
     */
    long finish() throws SQLException {
        endPart();
        return finishedRows;
    }

    private ByteBuffer reserve(int bytes) throws SQLException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() throws SQLException {
        send(buffer.array(), buffer.position());
        buffer.clear();
    }

    private void send(byte[] bytes, int length) throws SQLException {
        copy.writeToCopy(bytes, 0, length);
        partBytes += length;
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
