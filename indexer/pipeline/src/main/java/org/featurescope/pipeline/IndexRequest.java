package org.featurescope.pipeline;

import java.nio.file.Path;
import java.util.List;
import org.featurescope.core.PublicName;
import org.featurescope.core.evidence.LookupTokens;
import org.featurescope.pipeline.scan.ScanSettings;
import org.jspecify.annotations.Nullable;

/**
 * What to index, and how.
 *
 * @param model a Hugging Face model folder
 * @param modelName its name in addresses; null: the folder's
 * @param corpora the files of each corpus, read in this order; corpora stay side by side
 * @param sources what to index of the model
 * @param contextTokens the longest context, beginning-of-text token included
 * @param runName a word for the run; null: the names of its corpora
 * @param device {@code cpu}, {@code gpu} or {@code gpu:NUMBER}
 * @param lookupTokens tokens that have a row of their own in the token lookup, at most; 0: none is made
 * @param restart whether an unfinished run of this model and name is thrown away instead of continued
 */
public record IndexRequest(
        Path model,
        @Nullable String modelName,
        List<List<Path>> corpora,
        SourceSelection sources,
        int contextTokens,
        BosPolicy bos,
        ScanSettings scan,
        @Nullable String runName,
        String device,
        int lookupTokens,
        boolean restart) {

    public IndexRequest {
        corpora = corpora.stream().map(List::copyOf).toList();
        if (lookupTokens < 0 || lookupTokens > LookupTokens.MOST) {
            throw new IllegalArgumentException(
                    "--lookup-tokens must be from 0 to " + LookupTokens.MOST + ", got " + lookupTokens);
        }
    }

    /** With the usual token lookup; goes on with what is unfinished. */
    public IndexRequest(
            Path model,
            @Nullable String modelName,
            List<List<Path>> corpora,
            SourceSelection sources,
            int contextTokens,
            BosPolicy bos,
            ScanSettings scan,
            @Nullable String runName,
            String device) {
        this(model, modelName, corpora, sources, contextTokens, bos, scan, runName, device, LookupTokens.USUAL, false);
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
