package org.featurescope.pipeline.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.StringJoiner;
import org.featurescope.core.format.HalfFloat;

/** Writes small safetensors files with tensors of the types that tools use. */
final class TensorFixture {

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final StringJoiner header = new StringJoiner(",", "{", "}");

    private TensorFixture add(String name, String type, ByteBuffer bytes, int... shape) {
        header.add("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(name, type, Arrays.toString(shape), data.size(), data.size() + bytes.capacity()));
        data.writeBytes(bytes.array());
        return this;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    TensorFixture longs(String name, int[] shape, long... values) {
        ByteBuffer bytes = buffer(8 * values.length);
        Arrays.stream(values).forEach(bytes::putLong);
        return add(name, "I64", bytes, shape);
    }

    TensorFixture shorts(String name, int[] shape, int... values) {
        ByteBuffer bytes = buffer(2 * values.length);
        Arrays.stream(values).forEach(value -> bytes.putShort((short) value));
        return add(name, "U16", bytes, shape);
    }

    TensorFixture halves(String name, int[] shape, double... values) {
        ByteBuffer bytes = buffer(2 * values.length);
        Arrays.stream(values).forEach(value -> bytes.putShort(HalfFloat.fromFloat((float) value)));
        return add(name, "F16", bytes, shape);
    }

    TensorFixture floats(String name, int[] shape, double... values) {
        ByteBuffer bytes = buffer(4 * values.length);
        Arrays.stream(values).forEach(value -> bytes.putFloat((float) value));
        return add(name, "F32", bytes, shape);
    }

    Path write(Path file) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = buffer(8 + json.length + data.size());
        bytes.putLong(json.length).put(json).put(data.toByteArray());
        return Files.write(file, bytes.array());
    }
}
