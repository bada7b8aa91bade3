package org.featurescope.pipeline.run;

import org.featurescope.pipeline.corpus.Document;

/**
 * A context of a kept example, with all that pages show of it.
 *
 * @param contextNo position in the corpus, from 0
 * @param documentNo the document it comes from
 * @param document without its text
 * @param firstToken of the document's tokens, the one the context starts with
 * @param tokenIds what the model saw, beginning-of-text token included; not copied
 * @param text the whole characters of its tokens, special tokens left out
 */
public record KeptContext(
        int contextNo, int documentNo, Document document, int firstToken, int[] tokenIds, String text) {}
