package org.featurescope.lm.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Whole files around the headers that are fuzzed: lengths and checksums that a mutation would only break are put right. */
final class FileBytes {

    private static final int MAX_DATA_BYTES = 1 << 20;
    private static final Pattern OFFSETS =
            Pattern.compile("data_offsets\"\\s*:\\s*\\[\\s*\\d+\\s*,\\s*(\\d{1,7})\\s*]");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, ]*)\\)");

    private FileBytes() {}

    /** A safetensors file with this header, and as many zeros as it speaks of. */
    static byte[] safetensors(byte[] header) {
        Matcher offsets = OFFSETS.matcher(new String(header, StandardCharsets.ISO_8859_1));
        int dataBytes = 0;
        while (offsets.find()) {
            dataBytes = Math.max(dataBytes, Math.min(MAX_DATA_BYTES, Integer.parseInt(offsets.group(1))));
        }
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        return file.putLong(header.length).put(header).array();
    }

    /** An npz file of the arrays that lines describe, {@code NAME {'descr': …}}, each with as many zeros as its shape has. */
    static byte[] npz(byte[] lines) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        for (String line : new String(lines, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            int space = line.indexOf(' ');
            if (space > 0) {
                members.put(line.substring(0, space) + ".npy", npy(line.substring(space + 1)));
            }
        }
        return zip(members);
    }

    private static byte[] npy(String header) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        Matcher shape = SHAPE.matcher(header);
        long values = shape.find() ? 1 : 0;
        for (String dimension : values == 0 ? new String[0] : shape.group(1).split(",", -1)) {
            boolean number = dimension.strip().matches("\\d{1,6}");
            values = Math.min(MAX_DATA_BYTES, values * (number ? Long.parseLong(dimension.strip()) : 1));
        }
        int valueBytes = header.contains("f2") ? 2 : header.contains("8'") ? 8 : 4;
        ByteBuffer npy = ByteBuffer.allocate(10 + text.length + (int) Math.min(MAX_DATA_BYTES, values * valueBytes));
        npy.order(ByteOrder.LITTLE_ENDIAN).put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        return npy.putShort((short) text.length).put(text).array();
    }

    /** Stored, with the right checksums. */
    static byte[] zip(Map<String, byte[]> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                ZipEntry entry = new ZipEntry(member.getKey());
                CRC32 crc = new CRC32();
                crc.update(member.getValue());
                entry.setCrc(crc.getValue());
                entry.setSize(member.getValue().length);
                zip.putNextEntry(entry);
                zip.write(member.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
