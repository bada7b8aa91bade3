/**
 * Reads documents from files and cuts them into contexts.
 *
 * <p>Start at {@link org.featurescope.pipeline.corpus.Corpus}. Holds always: documents come in the order of the files
 * and of the lines in them, so a context's number is the same in every reading; a line that cannot be read ends the
 * reading with its file and number. It does not know what contexts are for.
 */
@NullMarked
package org.featurescope.pipeline.corpus;

import org.jspecify.annotations.NullMarked;
