package org.featurescope.lm.fuzz;

import java.nio.file.Path;
import java.util.Map;
import org.featurescope.lm.file.NpzFile;

/** An npz file: one array of it, if the input begins as numpy's arrays do, or else all of it. */
public final class NpzFuzz {

    private NpzFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        byte[] content = input.length > 0 && input[0] == (byte) 0x93 ? FileBytes.zip(Map.of("x.npy", input)) : input;
        Path file = Scratch.write(Scratch.emptied().resolve("x.npz"), content);
        Refusal.orNothing(file, () -> Tensors.readAll(NpzFile.open(file)));
    }
}
