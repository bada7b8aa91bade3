package org.featurescope.lm.sae;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.featurescope.lm.file.UnsupportedException;

/** Files of PyTorch: pickles, which can run any program when they are read. */
final class Pickles {

    private static final List<String> ENDINGS = List.of(".pt", ".pth", ".pkl", ".bin", ".ckpt");

    private Pickles() {}

    static boolean isOne(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    static UnsupportedException refused(Path file) {
        return new UnsupportedException(file
                + ": is a pickle, and pickles are never read, since they can run any program; make safetensors of it with"
                + " tools/convert/convert_sae.py");
    }
}
