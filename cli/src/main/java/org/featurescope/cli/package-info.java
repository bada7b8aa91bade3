/**
 * The commands of {@code ./featurescope}, and the only place that knows both the indexer and the web app.
 *
 * <p>Start at {@link org.featurescope.cli.Featurescope}. Each command is one class; {@code Home} is what they share.
 * Holds always: what a person did wrong is answered with one sentence and exit status 1 or 2, never with a stack trace.
 */
@NullMarked
package org.featurescope.cli;

import org.jspecify.annotations.NullMarked;
