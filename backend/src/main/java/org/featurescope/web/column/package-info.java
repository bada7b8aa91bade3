/**
 * One number of all features of a source side by side, so that lists of a million features are sorted, filtered and drawn in
 * memory. Start at {@link org.featurescope.web.column.FeatureColumns}.
 */
@NullMarked
package org.featurescope.web.column;

import org.jspecify.annotations.NullMarked;
