package org.featurescope.cli;

import java.nio.file.Path;
import java.util.List;
import org.featurescope.pipeline.SourceSelection.SaeChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the model and the SAEs of published runs are now. */
final class MovedFolders {

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The model's folder, if it is no longer where it was when it was indexed.")
    private @Nullable Path model;

    @Option(
            names = "--sae",
            paramLabel = "DIR[,KEY=VALUE...]",
            converter = SaeArgument.Converter.class,
            description = "The folders of its SAEs, likewise, once for each.")
    private List<SaeArgument> saes = List.of();

    /** Null: where it was. */
    @Nullable Path model() {
        return model;
    }

    /** None: where they were. */
    List<SaeChoice> saes() {
        return SaeArgument.choices(saes);
    }
}
