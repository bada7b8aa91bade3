package org.featurescope.lm;

import org.featurescope.core.HookPoint;

/** Is told of the activations at the hook points that were asked for, in the order the model computes them. */
@FunctionalInterface
public interface HookListener {

    /** Called once for each; the activations may be read during the call only. */
    void onActivations(HookPoint point, Activations activations);
}
