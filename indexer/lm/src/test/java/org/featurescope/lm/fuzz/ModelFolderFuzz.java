package org.featurescope.lm.fuzz;

import java.nio.file.Path;
import org.featurescope.lm.ModelFolder;

/** A model folder: configuration, index and headers of the weights ({@link FolderInput}). */
public final class ModelFolderFuzz {

    private ModelFolderFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        FolderInput files = FolderInput.parse(input);
        Path folder = files.write(Scratch.emptied());
        Refusal.orNothing(folder, files.names(), () -> {
            ModelFolder model = ModelFolder.open(folder);
            model.shape();
            model.hookPoints();
            model.parameters();
        });
    }
}
