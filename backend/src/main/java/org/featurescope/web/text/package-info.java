/**
 * From token ids to characters: the vocabulary of a tokenizer, whole characters with their activations, the passage around a
 * peak, and what invisible characters look like.
 *
 * <p>Start at {@link org.featurescope.web.text.ContextText}. Nothing here knows HTML.
 */
@NullMarked
package org.featurescope.web.text;

import org.jspecify.annotations.NullMarked;
