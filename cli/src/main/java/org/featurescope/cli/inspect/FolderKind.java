package org.featurescope.cli.inspect;

import java.nio.file.Files;
import java.nio.file.Path;
import org.featurescope.lm.file.Json;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;

/** What lies in a folder. */
public enum FolderKind {
    MODEL,
    SAE;

    /**
     * A model has a {@code config.json} with a {@code model_type}.
     *
     * @throws MalformedFileException if it is neither
     */
    public static FolderKind of(Path folder, SaeOptions options) {
        boolean sae = options.format() != null || SaeFolder.isSae(folder);
        boolean model = isModel(folder);
        if (model && sae && options.format() == null) {
            throw new MalformedFileException(
                    folder, "holds files of a model and of an SAE; say format=NAME for the SAE, or part them");
        }
        if (!model && !sae) {
            throw new MalformedFileException(
                    folder, "is no model: " + missing(folder) + ". Nor SAEs: " + whyNoSae(folder));
        }
        return sae ? SAE : MODEL;
    }

    private static boolean isModel(Path folder) {
        Path config = folder.resolve("config.json");
        return Files.isRegularFile(config)
                && Json.read(config).path("model_type").isString();
    }

    private static String missing(Path folder) {
        return Files.isRegularFile(folder.resolve("config.json"))
                ? "its config.json has no model_type"
                : "it has no config.json";
    }

    private static String whyNoSae(Path folder) {
        try {
            SaeFolder.read(folder, SaeOptions.NONE);
            throw new AssertionError(folder + " was not recognised");
        } catch (MalformedFileException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
