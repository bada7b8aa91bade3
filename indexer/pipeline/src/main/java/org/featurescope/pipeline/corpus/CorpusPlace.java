package org.featurescope.pipeline.corpus;

/**
 * A place between two contexts of a corpus, where a reading can begin again: documents before it need not be tokenised.
 *
 * @param documentNo the document of the next context
 * @param firstToken of that document's tokens, the first that has not been cut off yet
 * @param contextNo of the next context
 */
public record CorpusPlace(int documentNo, int firstToken, int contextNo) {

    public static final CorpusPlace START = new CorpusPlace(0, 0, 0);

    public CorpusPlace {
        if (documentNo < 0 || firstToken < 0 || contextNo < 0) {
            throw new IllegalArgumentException("a place in a corpus must be >= 0, got document " + documentNo
                    + ", token " + firstToken + ", context " + contextNo);
        }
    }
}
