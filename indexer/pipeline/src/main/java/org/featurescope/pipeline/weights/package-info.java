/**
 * What is known of features without a text, or from all of them at once: what their weights say, and which features are near each
 * other.
 *
 * <p>Start at {@link org.featurescope.pipeline.weights.WeightEvidence}. It comes after a scan, and does not know how the evidence
 * was collected.
 */
@NullMarked
package org.featurescope.pipeline.weights;

import org.jspecify.annotations.NullMarked;
