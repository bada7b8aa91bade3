package org.featurescope.pipeline;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new run: what an earlier one found, and more text, with the earlier one's settings.
 *
 * @param run the number of a published run, or a folder with its evidence
 * @param corpora the files of each further corpus
 * @param model its folder; null: where it was when the earlier run was made
 * @param saes the folders of its SAEs; empty: where they were
 * @param runName a word for the new run; null: the names of all corpora
 * @param device null: as the earlier run
 * @param acceptSuspect whether an SAE that looks wrongly read is indexed all the same
 * @param restart whether an unfinished run of this model and name is thrown away instead of continued
 */
public record ExtendRequest(
        String run,
        List<List<Path>> corpora,
        @Nullable Path model,
        List<SourceSelection.SaeChoice> saes,
        @Nullable String runName,
        @Nullable String device,
        boolean acceptSuspect,
        boolean restart) {

    public ExtendRequest {
        corpora = corpora.stream().map(List::copyOf).toList();
        saes = List.copyOf(saes);
    }
}
