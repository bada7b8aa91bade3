package org.featurescope.pipeline.export;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to export.
 *
 * @param model name of the model
 * @param source name of the source
 * @param run number of the run; null: the newest of the source
 * @param target a folder for the Neuronpedia layout, else a file; neither may be there
 */
public record ExportRequest(
        String model, String source, @Nullable Long run, ExportFormat format, Path target) {}
