/**
 * The labels of a model, and the features that tell each apart. A request goes {@link org.featurescope.web.label.LabelController}
 * → {@link org.featurescope.web.label.LabelPages} → page record → template.
 */
@NullMarked
package org.featurescope.web.label;

import org.jspecify.annotations.NullMarked;
