package org.featurescope.pipeline.imports;

import java.util.List;
import org.featurescope.db.format.Bars;
import org.featurescope.db.store.FeatureFigures;

/**
 * What files say of a feature, its examples left out.
 *
 * @param raised tokens with their effects, largest first; empty: not said
 * @param lowered likewise, smallest first
 * @param similar features of the same source with their cosines
 */
record DumpFeature(int index, FeatureFigures figures, List<Effect> raised, List<Effect> lowered, List<Near> similar) {

    record Effect(String token, float value) {}

    record Near(int index, float cosine) {}

    /** Null where there are neither. */
    static Bars bars(List<Bars.Bar> activations, List<Bars.Bar> logits) {
        return new Bars(activations, logits);
    }
}
