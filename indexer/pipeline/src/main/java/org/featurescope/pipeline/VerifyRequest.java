package org.featurescope.pipeline;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which run to compute anew, and how much of it.
 *
 * @param run the number of a published run
 * @param features how many to draw, of all its sources together; all if it has fewer
 * @param seed decides which
 * @param model its folder; null: where it was when the run was made
 * @param saes the folders of its SAEs; empty: where they were
 * @param corpora the files of each corpus; empty: where they were
 */
public record VerifyRequest(
        long run,
        int features,
        long seed,
        @Nullable Path model,
        List<SourceSelection.SaeChoice> saes,
        List<List<Path>> corpora) {

    public VerifyRequest {
        if (features < 1) {
            throw new IllegalArgumentException("--features must be >= 1, got " + features);
        }
        saes = List.copyOf(saes);
        corpora = corpora.stream().map(List::copyOf).toList();
    }
}
