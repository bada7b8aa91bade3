package org.featurescope.pipeline;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.pipeline.scan.ScanEvidence;
import org.featurescope.pipeline.scan.SourceEvidence;

/** Which contexts of each corpus are needed: a bit for each. */
final class NeededContexts {

    private final Map<Integer, BitSet> byCorpus = new TreeMap<>();

    private NeededContexts() {}

    /** Those of all examples that are kept, shown or not: what the evidence may show after more text. */
    static NeededContexts kept(ScanEvidence evidence) {
        NeededContexts needed = new NeededContexts();
        for (SourceEvidence source : evidence.sources()) {
            source.collector().forEachContext(needed::add);
        }
        return needed;
    }

    /** Those of the examples that are shown, and of their repeats. */
    static NeededContexts shown(ScanEvidence evidence) {
        NeededContexts needed = new NeededContexts();
        for (SourceEvidence source : evidence.sources()) {
            for (int feature = 0; feature < source.collector().features(); feature++) {
                needed.add(source.collector().feature(feature));
            }
        }
        return needed;
    }

    private void add(FeatureEvidence feature) {
        for (ExampleGroup group : feature.groups()) {
            group.examples().forEach(example -> {
                add(example.context());
                example.repeats().forEach(repeat -> add(repeat.context()));
            });
        }
    }

    private void add(long context) {
        byCorpus.computeIfAbsent(ContextId.corpusKey(context), key -> new BitSet())
                .set(ContextId.contextNo(context));
    }

    /** Tests positions in a corpus. */
    IntPredicate of(int corpusKey) {
        return byCorpus.getOrDefault(corpusKey, new BitSet())::get;
    }

    int count(int corpusKey) {
        return byCorpus.getOrDefault(corpusKey, new BitSet()).cardinality();
    }

    /** One more than the last position. */
    int end(int corpusKey) {
        return byCorpus.getOrDefault(corpusKey, new BitSet()).length();
    }
}
