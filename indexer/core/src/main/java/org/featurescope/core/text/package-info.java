/**
 * From the bytes of tokens to text that a person reads.
 *
 * <p>Start at {@link org.featurescope.core.text.TokenText}. Holds always: nothing is lost or invented; a byte that is
 * part of no character shows as U+FFFD.
 */
@NullMarked
package org.featurescope.core.text;

import org.jspecify.annotations.NullMarked;
