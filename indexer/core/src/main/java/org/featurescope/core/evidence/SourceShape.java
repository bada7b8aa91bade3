package org.featurescope.core.evidence;

/**
 * What collectors must know of a source.
 *
 * @param features how many it has
 * @param signed whether activations below 0 are evidence too: neurons and other dimensions, not latents
 * @param gated whether its features are neurons of a gated MLP, whose sign cases are told apart
 */
public record SourceShape(int features, boolean signed, boolean gated) {

    public SourceShape {
        if (features < 1) {
            throw new IllegalArgumentException("features must be >= 1, got " + features);
        }
    }
}
