package org.featurescope.lm.fuzz;

import java.nio.file.Path;
import org.featurescope.lm.file.SafetensorsFile;

/** A safetensors file: its header, if the input begins with a brace, or else all of it. */
public final class SafetensorsFuzz {

    private SafetensorsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        byte[] content = input.length > 0 && input[0] == '{' ? FileBytes.safetensors(input) : input;
        Path file = Scratch.write(Scratch.emptied().resolve("x.safetensors"), content);
        Refusal.orNothing(file, () -> {
            SafetensorsFile tensors = SafetensorsFile.open(file);
            tensors.parameters();
            Tensors.readAll(tensors);
        });
    }
}
