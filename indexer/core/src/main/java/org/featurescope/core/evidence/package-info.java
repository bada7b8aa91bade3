/**
 * Collects the evidence of every feature of one source: statistics, a histogram, the contexts with the largest peaks.
 *
 * <p>Start at {@link org.featurescope.core.evidence.EvidenceCollector}. Holds always: the result depends on the set of
 * contexts that were seen, not on their order, the size of the blocks or the number of threads, and {@code merge} is
 * associative and commutative, bit for bit. That rests on three choices: ties have a total order, sums are kept in
 * fixed point, and histogram bins are halves of each other ({@link org.featurescope.core.evidence.DyadicHistogram}).
 *
 * <p>It does not know where activations come from, nor what becomes of the evidence.
 */
@NullMarked
package org.featurescope.core.evidence;

import org.jspecify.annotations.NullMarked;
