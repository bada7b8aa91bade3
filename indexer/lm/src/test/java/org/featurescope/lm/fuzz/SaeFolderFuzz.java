package org.featurescope.lm.fuzz;

import java.nio.file.Path;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;

/** A folder of SAEs in any format, that of the first file ({@link FolderInput}). */
public final class SaeFolderFuzz {

    private SaeFolderFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        FolderInput files = FolderInput.parse(input);
        Path root = files.write(Scratch.emptied());
        String first = files.names().stream().findFirst().orElse("");
        Path folder = root.resolve(first.substring(0, Math.max(0, first.lastIndexOf('/'))));
        Refusal.orNothing(folder, files.names(), () -> SaeFolder.isSae(folder));
        Refusal.orNothing(folder, files.names(), () -> SaeFolder.read(folder, SaeOptions.NONE));
    }
}
