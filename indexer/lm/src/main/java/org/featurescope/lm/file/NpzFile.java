package org.featurescope.lm.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * One numpy {@code .npz} file: a zip of {@code .npy} arrays, stored or deflated. A tensor is streamed from the zip each
 * time it is read, in parts of 16 MB; pickled objects are never loaded.
 *
 * <p>What the zip claims is believed only as far as its size makes it credible: members lie side by side in the file, and
 * what they unpack to is limited to {@link #FREE_MEMBER_BYTES} or {@link #MAX_RATIO} times their packed size. (fp32
 * weights shrink by a tenth; constant vectors shrink a thousandfold, but are short.)
 */
public final class NpzFile implements TensorFile {

    static final long FREE_MEMBER_BYTES = 16 << 20;
    static final long FREE_FILE_BYTES = 64 << 20;
    static final long MAX_RATIO = 100;

    private static final int PART_BYTES = 16 << 20;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final String SUFFIX = ".npy";

    private static final Map<String, String> TYPES = Map.of(
            "<f4", "F32", "<f2", "F16", "<f8", "F64", "<i8", "I64", "<i4", "I32", "<i2", "I16", "|i1", "I8", "|u1",
            "U8", "|b1", "BOOL");
    private static final Pattern SIZED = Pattern.compile("[<>|=][biufcmMSV]([0-9]{1,9})");

    private record Entry(NpyHeader header, long bytes, long crc) {}

    private final Path file;
    private final Map<String, Entry> entries;

    private NpzFile(Path file, Map<String, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /**
     * Reads the headers of all arrays.
     *
     * @throws MalformedFileException if this is not a whole zip of arrays
     */
    public static NpzFile open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new MalformedFileException(file, "not found");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<ZipEntry> members = zip.stream().map(ZipEntry.class::cast).toList();
            requireCredible(file, members);
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (ZipEntry member : members) {
                String name = member.getName();
                if (name.endsWith(SUFFIX)) {
                    String tensor = name.substring(0, name.length() - SUFFIX.length());
                    if (entries.put(tensor, entry(file, zip, member)) != null) {
                        throw malformed(file, tensor, "is there twice; save the file again");
                    }
                }
            }
            return new NpzFile(file, Collections.unmodifiableMap(entries));
        } catch (IOException | IllegalArgumentException e) { // the latter for names that are not UTF-8
            throw broken(file, e);
        }
    }

    /** Before anything is unpacked. */
    private static void requireCredible(Path file, List<ZipEntry> members) throws IOException {
        long fileBytes = Files.size(file);
        long packed = 0;
        long unpacked = 0;
        for (ZipEntry member : members) {
            long limit = Math.max(FREE_MEMBER_BYTES, saturated(member.getCompressedSize()));
            if (member.getSize() < 0 || member.getCompressedSize() < 0 || member.getCompressedSize() > fileBytes) {
                throw malformed(file, member.getName(), "has no credible size; download or copy the file again");
            }
            if (member.getSize() > limit) {
                throw tooLarge(
                        file, "member " + Shown.plain(member.getName()), member.getCompressedSize(), member.getSize());
            }
            packed += member.getCompressedSize();
            unpacked += member.getSize();
            if (packed > fileBytes) {
                throw new MalformedFileException(
                        file,
                        "its members overlap (together more than its " + fileBytes
                                + " bytes); download or copy it again");
            }
            if (unpacked > Math.max(FREE_FILE_BYTES, saturated(fileBytes))) {
                throw tooLarge(file, "the file", fileBytes, unpacked);
            }
        }
    }

    private static long saturated(long packedBytes) {
        return packedBytes > Long.MAX_VALUE / MAX_RATIO ? Long.MAX_VALUE : packedBytes * MAX_RATIO;
    }

    private static MalformedFileException tooLarge(Path file, String what, long packed, long unpacked) {
        return new MalformedFileException(
                file,
                what + " of " + packed + " bytes claims to unpack to " + unpacked + ", more than " + MAX_RATIO
                        + " times as much; weights do not shrink like that (if these do, save them with numpy.savez)");
    }

    private static Entry entry(Path file, ZipFile zip, ZipEntry member) throws IOException {
        String name = member.getName().substring(0, member.getName().length() - SUFFIX.length());
        try (InputStream in = zip.getInputStream(member)) {
            NpyHeader header = NpyHeader.read(in);
            long bytes = member.getSize() - header.bytes();
            requireSize(file, name, header, bytes);
            return new Entry(header, bytes, member.getCrc());
        } catch (NpyHeader.MalformedHeader e) {
            throw new MalformedFileException(
                    file, "tensor " + Shown.plain(name) + " " + e.getMessage() + "; save it again with numpy.savez", e);
        }
    }

    private static void requireSize(Path file, String name, NpyHeader header, long bytes) {
        Matcher sized = SIZED.matcher(header.descr());
        long elements = StoredTensor.elementsOrNegative(header.shape());
        boolean fits = elements >= 0 && bytes >= 0;
        if (sized.matches()) {
            long valueBytes = Long.parseLong(sized.group(1));
            fits &= Math.multiplyHigh(elements, valueBytes) == 0 && elements * valueBytes == bytes;
        }
        if (!fits) {
            throw malformed(
                    file,
                    name,
                    "of type " + Shown.plain(header.descr()) + " and shape " + StoredTensor.shown(header.shape())
                            + " has " + bytes
                            + " bytes, which is not that shape's size; download or copy the file again");
        }
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Set<String> names() {
        return entries.keySet();
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedException if it is no array of numbers in C order
     */
    @Override
    public StoredTensor tensor(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new MalformedFileException(file, "has no tensor " + Shown.plain(name));
        }
        NpyHeader header = entry.header;
        String descr = header.descr();
        if (descr.contains("O")) {
            throw unsupported(
                    name,
                    "holds pickled Python objects; pickles are never loaded, since loading one runs what is in"
                            + " it: save it as an array of numbers");
        }
        if (descr.startsWith(">")) {
            throw unsupported(name, "is big-endian (" + Shown.plain(descr) + "); save it again with x.astype('<f4')");
        }
        if (header.fortranOrder()
                && Arrays.stream(header.shape()).filter(d -> d != 1).count() > 1) {
            throw unsupported(
                    name, "is stored column by column (fortran_order); save it again with numpy.ascontiguousarray(x)");
        }
        String type = TYPES.getOrDefault(descr, "numpy " + Shown.plain(descr));
        return new StoredTensor(file, name, type, header.shape(), false, parts -> stream(name, entry, parts));
    }

    private UnsupportedException unsupported(String name, String problem) {
        return new UnsupportedException(file + ": tensor " + Shown.plain(name) + " " + problem);
    }

    private void stream(String name, Entry entry, Consumer<ByteBuffer> parts) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry member = zip.getEntry(name + SUFFIX);
            if (member == null || member.getSize() != entry.header.bytes() + entry.bytes) {
                throw new MalformedFileException(file, "has changed since it was opened");
            }
            try (InputStream in = zip.getInputStream(member)) {
                stream(name, entry, in, parts);
            }
        } catch (IOException e) {
            throw broken(file, e);
        }
    }

    private void stream(String name, Entry entry, InputStream in, Consumer<ByteBuffer> parts) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(in.readNBytes(entry.header.bytes()));
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, entry.bytes)];
        ByteBuffer part = ByteBuffer.allocateDirect((int) Math.min(PART_BYTES, entry.bytes));
        for (long left = entry.bytes; left > 0; left -= part.limit()) {
            part.clear().limit((int) Math.min(part.capacity(), left));
            while (part.hasRemaining()) {
                int count = in.readNBytes(chunk, 0, Math.min(chunk.length, part.remaining()));
                if (count == 0) {
                    throw malformed(file, name, "is cut short; download or copy the file again");
                }
                crc.update(chunk, 0, count);
                part.put(chunk, 0, count);
            }
            parts.accept(part.flip());
        }
        if (in.read() >= 0 || crc.getValue() != entry.crc) {
            throw malformed(
                    file, name, "does not have the checksum that the zip gives; download or copy the file again");
        }
    }

    private static MalformedFileException malformed(Path file, String name, String problem) {
        return new MalformedFileException(file, "tensor " + Shown.plain(name) + " " + problem);
    }

    private static MalformedFileException broken(Path file, Exception e) {
        return new MalformedFileException(
                file,
                "is not a whole npz file (" + Shown.plain(String.valueOf(e.getMessage()))
                        + "); download or copy it again",
                e);
    }
}
