/**
 * Collects the evidence of every feature of one source: statistics, a histogram, maxima by label, groups of examples.
 *
 * <p>Start at {@link org.featurescope.core.evidence.EvidenceCollector}. Holds always: the result depends on the set of
 * contexts that were seen, not on their order, the size of the blocks or the number of threads, and {@code merge} is
 * associative and commutative, bit for bit; moments after the mean within rounding. That rests on three choices: ties have a
 * total order, sums are kept in fixed point, and histogram bins are halves of each other
 * ({@link org.featurescope.core.evidence.DyadicHistogram}). A collector that is written and read goes on to the same bits.
 *
 * <p>It does not know where activations come from, nor what becomes of the evidence.
 */
@NullMarked
package org.featurescope.core.evidence;

import org.jspecify.annotations.NullMarked;
