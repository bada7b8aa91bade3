package org.featurescope.lm.fuzz;

import java.util.List;
import org.featurescope.lm.file.StoredTensor;
import org.featurescope.lm.file.TensorFile;

/** Reads what a file says it holds; each tensor may be refused for itself. */
final class Tensors {

    private static final int MOST = 20;

    private Tensors() {}

    static void readAll(TensorFile file) {
        List<String> names = file.names().stream().limit(MOST).toList();
        for (String name : names) {
            Refusal.orNothing(file.file(), () -> {
                StoredTensor tensor = file.tensor(name);
                if (tensor.type().equals("I32")) {
                    tensor.integers();
                } else {
                    readFloats(tensor);
                }
            });
        }
    }

    private static void readFloats(StoredTensor tensor) {
        long[] bytes = {0};
        tensor.read(part -> bytes[0] += part.remaining());
        float[] values = tensor.floats();
        if (values.length != tensor.elements() || bytes[0] < 2L * values.length) {
            throw new AssertionError(tensor + ": " + values.length + " values of " + bytes[0] + " bytes");
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new AssertionError(tensor + " holds " + value);
            }
        }
        tensor.requireFinite();
    }
}
