package org.featurescope.lm.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One safetensors file, memory-mapped: 8 bytes with the length of the header, the header in JSON, then the tensors.
 * Only the tensors that are asked for are read. Format: the safetensors specification.
 */
public final class SafetensorsFile implements TensorFile {

    private static final int MAX_HEADER_BYTES = 100_000_000; // the specification's own limit

    private final Path file;
    private final SafetensorsHeader header;
    private final long dataBegin;
    private final Parts parts;

    /**
     * How much is mapped at once.
     *
     * @param whole the largest tensor that is shown in one part
     * @param piece the parts of larger ones, a multiple of 8
     */
    record Parts(int whole, int piece) {}

    private SafetensorsFile(Path file, SafetensorsHeader header, long dataBegin, Parts parts) {
        this.file = file;
        this.header = header;
        this.dataBegin = dataBegin;
        this.parts = parts;
    }

    /**
     * Reads the header.
     *
     * @throws MalformedFileException if it is not that of a whole file
     */
    public static SafetensorsFile open(Path file) {
        return open(file, new Parts(Integer.MAX_VALUE, StoredTensor.PART_BYTES));
    }

    static SafetensorsFile open(Path file, Parts parts) {
        if (!Files.isRegularFile(file)) {
            throw new MalformedFileException(file, "not found");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            long headerBytes = size < 8 ? -1 : headerBytes(channel);
            if (headerBytes < 2 || headerBytes > size - 8) {
                throw new MalformedFileException(
                        file,
                        "is not a whole safetensors file (" + size + " bytes, the header " + headerBytes
                                + "); download or copy it again");
            }
            if (headerBytes > MAX_HEADER_BYTES) {
                throw new MalformedFileException(
                        file,
                        "has a header of " + headerBytes + " bytes; safetensors files have at most "
                                + MAX_HEADER_BYTES);
            }
            byte[] json = Channels.newInputStream(channel.position(8)).readNBytes((int) headerBytes);
            SafetensorsHeader header =
                    SafetensorsHeader.read(file, new ByteArrayInputStream(json), size - 8 - headerBytes);
            return new SafetensorsFile(file, header, 8 + headerBytes, parts);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static long headerBytes(FileChannel channel) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        while (length.hasRemaining() && channel.read(length, length.position()) >= 0) {}
        return length.hasRemaining() ? -1 : length.getLong(0);
    }

    private static MalformedFileException unreadable(Path file, IOException e) {
        return new MalformedFileException(file, "cannot be read (" + e + ")", e);
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Set<String> names() {
        return header.tensors().keySet();
    }

    /** What the file says about itself ({@code __metadata__}); empty if nothing. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    private SafetensorsHeader.Tensor find(String name) {
        SafetensorsHeader.Tensor tensor = header.tensors().get(name);
        if (tensor == null) {
            throw new MalformedFileException(file, "has no tensor " + Shown.plain(name));
        }
        return tensor;
    }

    /**
     * The values of a tensor, by their numbers.
     *
     * @throws MalformedFileException if there is none of that name
     */
    public TensorValues values(String name) {
        try {
            return TensorValues.map(file, name, find(name), dataBegin);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public StoredTensor tensor(String name) {
        SafetensorsHeader.Tensor tensor = find(name);
        long begin = dataBegin + tensor.begin();
        long bytes = tensor.end() - tensor.begin();
        boolean lasting = tensor.type().equals("F32") && bytes <= parts.whole && begin % 4 == 0;
        int partBytes = lasting ? (int) bytes : parts.piece;
        return new StoredTensor(
                file, name, tensor.type(), tensor.shape(), lasting, show -> map(begin, bytes, partBytes, show));
    }

    /** Number of values of all tensors together. */
    public long parameters() {
        return header.tensors().values().stream()
                .mapToLong(tensor -> StoredTensor.elementsOrNegative(tensor.shape()))
                .sum();
    }

    /** Read-only: an in-place operation on such a tensor would crash the process, and no kernel has one on an argument. */
    private void map(long begin, long bytes, int partBytes, Consumer<ByteBuffer> show) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < begin + bytes) {
                throw new MalformedFileException(file, "has become shorter since it was opened");
            }
            for (long done = 0; done < bytes; done += partBytes) {
                show.accept(channel.map(MapMode.READ_ONLY, begin + done, Math.min(partBytes, bytes - done)));
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }
}
