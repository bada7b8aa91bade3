package org.featurescope.pipeline.scan;

import org.featurescope.core.HookPoint;

/** A set of features that a scan collects evidence of. */
public sealed interface FeatureSource permits HookSource, SaeSource {

    /** Stands in addresses: {@code 2-mlp}. */
    String name();

    /** Where the model is listened to. */
    HookPoint hookPoint();

    int features();
}
