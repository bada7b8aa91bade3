/**
 * Broken files, by the million: one class for each parser, which takes any bytes and checks that they are read or refused
 * with a sentence.
 *
 * <p>Start at {@link org.featurescope.lm.fuzz.Refusal}, which says what may come out. {@code FuzzReplayTest} runs the inputs
 * that were kept, {@code FuzzIT} looks for new ones for some seconds, {@code tools/fuzz} for as long as one likes. Inputs
 * begin as the committed fixtures ({@link org.featurescope.lm.fuzz.Seeds}).
 */
@NullMarked
package org.featurescope.lm.fuzz;

import org.jspecify.annotations.NullMarked;
