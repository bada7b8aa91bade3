package org.featurescope.db.store;

import java.util.Iterator;

/** Passes on the features of one source, and notes what overviews show of them. */
final class SourceOverview implements Iterator<FeatureRow> {

    private final Iterator<FeatureRow> features;
    private final SourceHighlights highlights = new SourceHighlights();
    private final OutstandingFeatures outstanding = new OutstandingFeatures();

    SourceOverview(Iterator<FeatureRow> features) {
        this.features = features;
    }

    @Override
    public boolean hasNext() {
        return features.hasNext();
    }

    @Override
    public FeatureRow next() {
        FeatureRow feature = features.next();
        highlights.accept(feature);
        outstanding.accept(feature);
        return feature;
    }

    /** After the last. */
    SourceHighlights highlights() {
        return highlights;
    }

    /** After the last. */
    OutstandingFeatures outstanding() {
        return outstanding;
    }
}
