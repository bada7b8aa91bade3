package org.featurescope.db.store;

import java.util.BitSet;
import java.util.Iterator;

/** Passes on the features of one source, checks that each is there once, and notes the contexts that they need. */
final class CheckedFeatures implements Iterator<FeatureRow> {

    private final SourceRow source;
    private final Iterator<FeatureRow> features;
    private final NeededContexts contexts;
    private final boolean gaps;
    private final BitSet seen = new BitSet();

    /** @param gaps whether features may be missing, as in a file that holds some of a source */
    CheckedFeatures(SourceRow source, Iterator<FeatureRow> features, NeededContexts contexts, boolean gaps) {
        this.source = source;
        this.features = features;
        this.contexts = contexts;
        this.gaps = gaps;
    }

    @Override
    public boolean hasNext() {
        return features.hasNext();
    }

    @Override
    public FeatureRow next() {
        FeatureRow feature = features.next();
        if (feature.index() >= source.features()) {
            throw new IllegalArgumentException("source '" + source.name() + "' has features 0 to "
                    + (source.features() - 1) + ", got " + feature.index());
        }
        if (seen.get(feature.index())) {
            throw new IllegalArgumentException("source '" + source.name() + "' must have one row for each feature, got"
                    + " two for feature " + feature.index());
        }
        seen.set(feature.index());
        contexts.add(feature.kept().groups());
        return feature;
    }

    /** After the last. */
    void requireAll() {
        if (!gaps && seen.cardinality() != source.features()) {
            throw new IllegalArgumentException("source '" + source.name() + "' must have a row for each of its "
                    + source.features() + " features, got " + seen.cardinality());
        }
    }
}
