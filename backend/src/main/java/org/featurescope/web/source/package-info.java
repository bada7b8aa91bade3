/**
 * The list of a source's features: sorted, in pages, each with a glimpse of its best example.
 *
 * <p>Start at {@link org.featurescope.web.source.SourceController}.
 */
@NullMarked
package org.featurescope.web.source;

import org.jspecify.annotations.NullMarked;
