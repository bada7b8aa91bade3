package org.featurescope.db.store;

import java.util.Iterator;
import java.util.function.Consumer;

/** Passes on the features of one source, and notes what overviews show of them. */
final class SourceOverview implements Iterator<FeatureRow> {

    private final Iterator<FeatureRow> features;
    private final Consumer<FeatureRow> other;
    private final SourceHighlights highlights = new SourceHighlights();
    private final OutstandingFeatures outstanding = new OutstandingFeatures();

    /** @param other is shown each, too */
    SourceOverview(Iterator<FeatureRow> features, Consumer<FeatureRow> other) {
        this.features = features;
        this.other = other;
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
        other.accept(feature);
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
