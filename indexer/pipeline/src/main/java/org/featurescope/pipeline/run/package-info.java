/**
 * What a run keeps on disk while it is being made, and after: its manifest, its evidence, the contexts of its examples.
 *
 * <p>Start at {@link org.featurescope.pipeline.run.Manifest}. The files are described in docs/evidence-files.md. Holds always: a
 * file under its final name is whole; the former one is removed only then. It does not know how evidence is collected, nor the
 * database.
 */
@NullMarked
package org.featurescope.pipeline.run;

import org.jspecify.annotations.NullMarked;
