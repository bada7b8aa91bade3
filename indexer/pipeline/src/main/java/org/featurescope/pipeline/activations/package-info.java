/**
 * Writes activations and latents, token by token, to a file for a notebook.
 *
 * <p>Start at {@link org.featurescope.pipeline.activations.ActivationExport}: it runs the model over the contexts in the
 * order of the corpus and hands everything to an {@code ActivationWriter}, one for each format. Holds always: memory does
 * not grow with the corpus; a file is there as a whole or not at all. It does not know the database.
 */
@NullMarked
package org.featurescope.pipeline.activations;

import org.jspecify.annotations.NullMarked;
