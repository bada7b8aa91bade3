/**
 * Sparse autoencoders and transcoders as people publish them: which format a folder holds, and what its SAEs compute.
 *
 * <p>Start at {@link org.featurescope.lm.sae.SaeFolder}, which reads a folder into values of {@link
 * org.featurescope.lm.sae.Sae}. Each format is one class, an {@code SaeFormat}; docs/formats.md describes them. Holds
 * always: a format is recognised, never guessed; what the files leave open is asked for by name; matrices stay in their
 * files. It does not run anything: {@link org.featurescope.lm.SaeEncoder} does.
 */
@NullMarked
package org.featurescope.lm.sae;

import org.jspecify.annotations.NullMarked;
