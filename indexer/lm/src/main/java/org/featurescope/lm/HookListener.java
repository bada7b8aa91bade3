package org.featurescope.lm;

import org.featurescope.core.HookPoint;

/** Is told of the activations at the hook points that were asked for, in the order the model computes them. */
@FunctionalInterface
public interface HookListener {

    /**
     * Called once for each. The activations may be read until the model leaves the block that they belong to: until the call for
     * a point of a later block, for the logits, or the end of the run. So the gate of a gated MLP, shown at
     * {@code mlp.hook_pre}, can still be read when its neurons are shown at {@code mlp.hook_post}. They must not be changed.
     */
    void onActivations(HookPoint point, Activations activations);
}
