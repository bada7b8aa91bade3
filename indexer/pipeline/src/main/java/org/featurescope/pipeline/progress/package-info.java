/**
 * What a person, a script or another terminal is told while an indexing goes on.
 *
 * <p>Start at {@link org.featurescope.pipeline.progress.ProgressTracker}, which is told by the indexer and makes a {@link
 * org.featurescope.pipeline.progress.ProgressState} of it; views show or keep that. Nothing here decides what is indexed.
 */
@NullMarked
package org.featurescope.pipeline.progress;

import org.jspecify.annotations.NullMarked;
