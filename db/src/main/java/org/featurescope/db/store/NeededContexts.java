package org.featurescope.db.store;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.db.format.CorpusKeys;

/** The contexts that pages of a run will ask for: those of its examples, and of the near-duplicates of these. */
final class NeededContexts {

    private final CorpusKeys corpora;
    private final List<BitSet> ofCorpus = new ArrayList<>();

    NeededContexts(CorpusKeys corpora) {
        this.corpora = corpora;
        for (int ordinal = 0; ordinal < corpora.count(); ordinal++) {
            ofCorpus.add(new BitSet());
        }
    }

    void add(List<ExampleGroup> groups) {
        for (ExampleGroup group : groups) {
            for (Example example : group.examples()) {
                add(example.context());
                example.repeats().forEach(repeat -> add(repeat.context()));
            }
        }
    }

    private void add(long contextId) {
        ofCorpus.get(corpora.ordinal(ContextId.corpusKey(contextId))).set(ContextId.contextNo(contextId));
    }

    /** Their numbers in one corpus; a copy. */
    BitSet of(int ordinal) {
        return (BitSet) ofCorpus.get(ordinal).clone();
    }
}
