package org.featurescope.pipeline.corpus;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.OptionalInt;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.Label;
import org.featurescope.lm.TokenContext;
import org.featurescope.lm.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts documents into contexts: each document by itself, from its start, into pieces of {@code contextTokens}, the last
 * one shorter; with a beginning-of-text token in front of each, which counts towards the length.
 */
public final class ContextCutter implements AutoCloseable {

    private final Corpus.Reading documents;
    private final int corpusKey;
    private final Tokenizer tokenizer;
    private final int contextTokens;
    private final OptionalInt bosToken;
    private final Deque<CorpusContext> pending = new ArrayDeque<>();
    private int contexts;

    /**
     * Of a text that is not indexed: the key of its corpus is 0.
     *
     * @param contextTokens the longest context, beginning-of-text token included
     * @param bosToken what to put in front of each context
     */
    public ContextCutter(Corpus.Reading documents, Tokenizer tokenizer, int contextTokens, OptionalInt bosToken) {
        this(documents, 0, tokenizer, contextTokens, bosToken);
    }

    /** @param corpusKey stands in the ids and labels of the contexts ({@link ContextId}) */
    public ContextCutter(
            Corpus.Reading documents, int corpusKey, Tokenizer tokenizer, int contextTokens, OptionalInt bosToken) {
        if (contextTokens < (bosToken.isPresent() ? 2 : 1)) {
            throw new IllegalArgumentException("--context-tokens must be >= 2, got " + contextTokens);
        }
        this.documents = documents;
        this.corpusKey = corpusKey;
        this.tokenizer = tokenizer;
        this.contextTokens = contextTokens;
        this.bosToken = bosToken;
    }

    /**
     * Goes to a place of an earlier reading, which had the same settings; before anything is read.
     *
     * @throws CorpusException if the corpus has no such place
     */
    public void skipTo(CorpusPlace place) {
        if (!place().equals(CorpusPlace.START)) {
            throw new IllegalStateException("a reading can skip at its start alone, it is at " + place());
        }
        documents.skip(place.documentNo());
        contexts = place.contextNo();
        if (place.firstToken() > 0) {
            skipWithinDocument(place);
        }
    }

    private void skipWithinDocument(CorpusPlace place) {
        Corpus.NumberedDocument document = documents.next();
        if (document != null) {
            cut(document, place.firstToken());
        }
        if (pending.isEmpty()) {
            throw new CorpusException("document " + place.documentNo() + " of the corpus must go on after token "
                    + place.firstToken() + " and does not; it has changed: start again from its beginning");
        }
    }

    /** Where the next context begins; after the last, the end. */
    public CorpusPlace place() {
        CorpusContext next = pending.peek();
        return next == null
                ? new CorpusPlace(documents.documents(), 0, contexts)
                : new CorpusPlace(next.documentNo(), next.firstToken(), next.contextNo());
    }

    /** The next context, or null after the last; numbered from 0 in the order of the corpus. */
    public @Nullable CorpusContext next() {
        while (pending.isEmpty()) {
            Corpus.NumberedDocument document = documents.next();
            if (document == null) {
                return null;
            }
            cut(document, 0);
        }
        return pending.remove();
    }

    /** How much of the corpus has been read, from 0 to 1. */
    public double share() {
        return documents.share();
    }

    private void cut(Corpus.NumberedDocument numbered, int from) {
        int[] tokens = tokenizer.encode(numbered.document().text());
        Label label = new Label(corpusKey, numbered.document().label());
        int step = contextTokens - bosTokens();
        for (int first = from; first < tokens.length; first += step) {
            int[] ids = withBos(Arrays.copyOfRange(tokens, first, Math.min(tokens.length, first + step)));
            TokenContext context = new TokenContext(ContextId.of(corpusKey, contexts), label, ids, counted(ids));
            contexts = Math.addExact(contexts, 1);
            pending.add(new CorpusContext(context, numbered.number(), numbered.document(), first));
        }
    }

    private int bosTokens() {
        return bosToken.isPresent() ? 1 : 0;
    }

    private int[] withBos(int[] tokens) {
        if (bosToken.isEmpty()) {
            return tokens;
        }
        int[] ids = new int[tokens.length + 1];
        ids[0] = bosToken.getAsInt();
        System.arraycopy(tokens, 0, ids, 1, tokens.length);
        return ids;
    }

    private boolean[] counted(int[] ids) {
        boolean[] counted = new boolean[ids.length];
        for (int i = 0; i < ids.length; i++) {
            counted[i] = !tokenizer.isSpecial(ids[i]);
        }
        return counted;
    }

    @Override
    public void close() {
        documents.close();
    }
}
