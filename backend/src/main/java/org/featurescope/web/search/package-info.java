/**
 * The search box: from what somebody typed to the page that is meant.
 *
 * <p>Start at {@link org.featurescope.web.search.Jumps}.
 */
@NullMarked
package org.featurescope.web.search;

import org.jspecify.annotations.NullMarked;
