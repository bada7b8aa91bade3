package org.featurescope.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.featurescope.pipeline.corpus.Corpora;
import org.featurescope.pipeline.corpus.Corpus;
import org.featurescope.pipeline.run.EvidenceFolder;
import org.featurescope.pipeline.run.Manifest;
import org.featurescope.pipeline.run.RunPlaces;

/**
 * A run that is to be made.
 *
 * @param bases the evidence it begins with, of runs over other corpora
 * @param corpora to read, by key
 * @param acceptSuspect whether an SAE that looks wrongly read is indexed all the same
 */
record RunPlan(
        String name,
        Manifest manifest,
        RunPlaces places,
        List<EvidenceFolder> bases,
        Map<Integer, Corpus> corpora,
        boolean acceptSuspect,
        boolean restart) {

    RunPlan {
        bases = List.copyOf(bases);
        corpora = Map.copyOf(corpora);
    }

    static Map<Integer, Corpus> byKey(Corpora corpora) {
        Map<Integer, Corpus> byKey = new HashMap<>();
        corpora.list().forEach(one -> byKey.put(one.identity().key(), one.corpus()));
        return byKey;
    }

    /** The base that has read a corpus. */
    Optional<EvidenceFolder> baseOf(int corpusKey) {
        return bases.stream()
                .filter(base -> base.manifest().corpora().stream().anyMatch(corpus -> corpus.key() == corpusKey))
                .findFirst();
    }
}
