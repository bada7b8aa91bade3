/**
 * Many features at once: some by their addresses ({@link org.featurescope.web.bulk.BulkController}), or all of a source as a stream
 * ({@link org.featurescope.web.bulk.StreamController}). What is in each is what its page has.
 */
@NullMarked
package org.featurescope.web.bulk;

import org.jspecify.annotations.NullMarked;
