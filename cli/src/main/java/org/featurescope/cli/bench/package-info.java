/**
 * What {@code featurescope bench …} measures, and how it says so.
 *
 * <p>Start at {@link org.featurescope.cli.bench.ForwardBenchmark}. A benchmark measures its candidates by turns ({@code
 * Rounds}), because the speed of a shared machine changes by the minute, and gives {@link
 * org.featurescope.cli.bench.Figure}s, which are printed as a table or as JSON. Holds always: a ratio comes from medians of
 * the same rounds.
 */
@NullMarked
package org.featurescope.cli.bench;

import org.jspecify.annotations.NullMarked;
