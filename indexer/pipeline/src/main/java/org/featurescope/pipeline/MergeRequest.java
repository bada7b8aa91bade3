package org.featurescope.pipeline;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new run of the evidence of others, made over different corpora with the same settings.
 *
 * @param runs each the number of a published run, or a folder with its evidence, copied from elsewhere
 * @param model its folder; null: where it was when one of the runs was made
 * @param saes the folders of its SAEs; empty: where they were
 * @param runName a word for the new run; null: the names of all corpora
 * @param restart whether an unfinished run of this model and name is thrown away instead of continued
 */
public record MergeRequest(
        List<String> runs,
        @Nullable Path model,
        List<SourceSelection.SaeChoice> saes,
        @Nullable String runName,
        boolean restart) {

    public MergeRequest {
        runs = List.copyOf(runs);
        saes = List.copyOf(saes);
        if (runs.size() < 2) {
            throw new IllegalArgumentException("merge needs at least two runs, got " + runs.size());
        }
    }
}
