/**
 * One feature: its statistics and the texts that activate it; and the way to a random one.
 *
 * <p>Start at {@link org.featurescope.web.feature.FeatureController}. {@link org.featurescope.web.feature.FeaturePage} is what the
 * page says, and the JSON; {@link org.featurescope.web.feature.FeatureView} is how the HTML says it.
 */
@NullMarked
package org.featurescope.web.feature;

import org.jspecify.annotations.NullMarked;
