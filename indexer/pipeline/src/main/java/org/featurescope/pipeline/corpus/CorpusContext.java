package org.featurescope.pipeline.corpus;

import org.featurescope.core.evidence.ContextId;
import org.featurescope.lm.TokenContext;

/**
 * A context and where it comes from.
 *
 * @param firstToken position in the document's tokens of the context's first token that is text
 */
public record CorpusContext(TokenContext tokens, int documentNo, Document document, int firstToken) {

    /** Position in the corpus, from 0. */
    public int contextNo() {
        return ContextId.contextNo(tokens.id());
    }
}
