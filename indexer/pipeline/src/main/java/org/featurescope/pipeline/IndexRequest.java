package org.featurescope.pipeline;

import java.nio.file.Path;
import java.util.List;
import org.featurescope.core.PublicName;
import org.featurescope.pipeline.scan.ScanSettings;
import org.jspecify.annotations.Nullable;

/**
 * What to index, and how.
 *
 * @param model a Hugging Face model folder
 * @param modelName its name in addresses; null: the folder's
 * @param corpus files, read in this order
 * @param sources what to index of the model
 * @param contextTokens the longest context, beginning-of-text token included
 * @param runName a word for the run; null: the corpus' name
 * @param device {@code cpu}, {@code gpu} or {@code gpu:NUMBER}
 */
public record IndexRequest(
        Path model,
        @Nullable String modelName,
        List<Path> corpus,
        SourceSelection sources,
        int contextTokens,
        BosPolicy bos,
        ScanSettings scan,
        @Nullable String runName,
        String device) {

    public IndexRequest {
        corpus = List.copyOf(corpus);
    }

    /** Of the neurons of all layers. */
    public IndexRequest(
            Path model,
            @Nullable String modelName,
            List<Path> corpus,
            int contextTokens,
            BosPolicy bos,
            ScanSettings scan,
            @Nullable String runName,
            String device) {
        this(model, modelName, corpus, SourceSelection.NEURONS, contextTokens, bos, scan, runName, device);
    }

    /**
     * The name that the model goes by.
     *
     * @throws IllegalArgumentException if it cannot stand in an address
     */
    public String publicModelName() {
        Path folder = model.toAbsolutePath().normalize().getFileName();
        String name = modelName != null ? modelName : PublicName.from(folder == null ? "" : folder.toString());
        return PublicName.require("the model name", name, "--model-name");
    }
}
