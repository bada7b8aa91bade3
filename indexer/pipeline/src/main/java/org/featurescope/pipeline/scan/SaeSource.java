package org.featurescope.pipeline.scan;

import org.featurescope.core.HookPoint;
import org.featurescope.lm.sae.Sae;

/**
 * The latents of an SAE.
 *
 * @param options what a person said about the SAE, as far as it decides how it is computed; empty: nothing
 */
public record SaeSource(String name, Sae sae, String options) implements FeatureSource {

    @Override
    public HookPoint hookPoint() {
        return sae.input();
    }

    @Override
    public int features() {
        return sae.features();
    }
}
