package org.featurescope.web.catalog;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What an address leads to: a source, seen by one run.
 *
 * @param fidelity null unless the source is an SAE
 * @param densities of its features; null: nobody counted
 * @param pin the run that the address asks for; empty when it leaves the choice to us
 * @param newestRun the newest run of the source, which is the one shown unless the address asks for another
 */
public record Place(
        SourceFacts source,
        @Nullable FidelityFacts fidelity,
        @Nullable DensityProfile densities,
        RunFacts run,
        Keys keys,
        OptionalInt pin,
        int newestRun) {

    /** Whether a newer run than the one shown holds this source. */
    public boolean isOutdated() {
        return run.id() < newestRun;
    }

    /** The same with the run in its address. */
    Place pinned() {
        return new Place(source, fidelity, densities, run, keys, OptionalInt.of(run.id()), newestRun);
    }

    /** Primary keys, for queries. */
    public record Keys(int runId, int sourceId, int tokenizerId, List<CorpusKey> corpora) {

        public Keys {
            corpora = List.copyOf(corpora);
        }

        static Keys of(RunSourceEntity row) {
            return new Keys(
                    row.run.id,
                    row.source.id,
                    row.run.contextSet.tokenizer.id,
                    row.run.corpora.stream()
                            .map(each -> new CorpusKey(each.contextSet.id, each.contextSet.corpus.id))
                            .toList());
        }
    }

    /** Of one corpus of the run, by its ordinal. */
    public record CorpusKey(int contextSetId, int corpusId) {}
}
