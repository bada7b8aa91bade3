/**
 * One pass of a model over a corpus, which collects the evidence of all sources at once.
 *
 * <p>Start at {@link org.featurescope.pipeline.scan.Scan}. Holds always: the token activations of an example come from
 * the same tensors as the statistics; the result does not depend on how contexts are batched, but for the rounding of
 * the model itself. It does not know where the evidence is stored.
 */
@NullMarked
package org.featurescope.pipeline.scan;

import org.jspecify.annotations.NullMarked;
