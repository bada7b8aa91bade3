/**
 * Corpora and their documents: what was indexed, and which features stand out in a document.
 *
 * <p>Start at {@link org.featurescope.web.corpus.CorpusPages}. A corpus is named by the beginning of its hash, so that its
 * addresses outlive the index.
 */
@NullMarked
package org.featurescope.web.corpus;

import org.jspecify.annotations.NullMarked;
