/**
 * Explanations: what people and programs say that features mean. Start at {@link org.featurescope.web.explanation.Explanations}.
 *
 * <p>They belong to a source and a feature's index in it, whatever the run.
 */
@NullMarked
package org.featurescope.web.explanation;

import org.jspecify.annotations.NullMarked;
