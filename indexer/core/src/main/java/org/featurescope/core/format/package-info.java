/**
 * Numbers packed into bytes: the activations of one example. Specified byte by byte in the Javadoc, so that they can be read
 * for ever.
 */
@NullMarked
package org.featurescope.core.format;

import org.jspecify.annotations.NullMarked;
