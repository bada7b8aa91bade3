/**
 * From a model and a corpus to a published run.
 *
 * <p>Start at {@link org.featurescope.pipeline.Indexer}: it opens the model, lets {@code scan} collect the evidence of
 * every neuron in one pass over what {@code corpus} reads, and writes it with the database module's {@code RunWriter}.
 * Holds always: nothing is seen of a run before all of it is there. It does not know web pages or command lines.
 */
@NullMarked
package org.featurescope.pipeline;

import org.jspecify.annotations.NullMarked;
