package org.featurescope.lm;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import org.featurescope.lm.file.StoredTensor;

/**
 * Makes fp32 tensors of stored ones. On a CPU, an fp32 tensor that one mapping can hold stays where it is mapped;
 * everything else is widened part by part into memory of libtorch's own. So nothing of a model is on the Java heap, nor
 * counted as its direct memory.
 *
 * @param manager owns the tensors
 */
record TensorLoader(NDManager manager, Kernels kernels) {

    /** @throws org.featurescope.lm.file.MalformedFileException if a value is NaN or infinite, or it is not of floating point */
    NDArray load(StoredTensor stored) {
        if (!manager.getDevice().equals(Device.cpu())) {
            try (NDManager host = manager.newSubManager(Device.cpu())) {
                NDArray moved = new TensorLoader(host, kernels).load(stored).toDevice(manager.getDevice(), true);
                moved.attach(manager);
                return moved;
            }
        }
        NDArray loaded = stored.isMappedFp32() ? mapped(stored) : widened(stored);
        requireFinite(stored, loaded);
        return loaded;
    }

    /** A sum is NaN or infinite if a value is; finite values may add up to infinity too, and are looked at one by one. */
    private static void requireFinite(StoredTensor stored, NDArray loaded) {
        try (NDArray sum = loaded.sum()) {
            if (!Float.isFinite(sum.getFloat())) {
                stored.requireFinite();
            }
        }
    }

    private NDArray mapped(StoredTensor stored) {
        NDArray[] result = new NDArray[1];
        stored.read(part -> result[0] = manager.create(part, new Shape(stored.shape()), DataType.FLOAT32));
        return result[0];
    }

    private NDArray widened(StoredTensor stored) {
        NDArray target = manager.create(new Shape(stored.shape()), DataType.FLOAT32);
        try (NDManager scratch = manager.newSubManager()) {
            NDArray flat = target.reshape(-1);
            flat.attach(scratch);
            AtomicLong done = new AtomicLong();
            stored.readFloats((values, count) -> {
                NDArray slice = flat.get(done.get() + ":" + done.addAndGet(count));
                slice.attach(scratch);
                values.accept(
                        slice.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer());
            });
        }
        return target;
    }
}
