package org.featurescope.pipeline.scan;

import org.featurescope.core.HookPoint;

/** The dimensions of one hook point, which at {@code mlp.hook_post} are the MLP neurons of a layer. */
public record HookSource(String name, HookPoint hookPoint, int features) implements FeatureSource {

    private static final String NEURONS = HookPoint.mlpPost(0).site();

    /** Named {@code 2-mlp} for neurons, after the hook point otherwise: {@code 2-resid-post}. */
    public static HookSource of(HookPoint point, int width) {
        boolean neurons = point.site().equals(NEURONS);
        return new HookSource(neurons ? point.layer() + "-mlp" : point.shortName(), point, width);
    }

    public boolean isNeurons() {
        return hookPoint.site().equals(NEURONS);
    }
}
