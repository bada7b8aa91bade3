package org.featurescope.pipeline;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.featurescope.lm.Tokenizer;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.CorpusContext;
import org.featurescope.pipeline.corpus.Document;
import org.featurescope.pipeline.run.KeptContext;
import org.featurescope.pipeline.run.KeptContexts;
import org.jspecify.annotations.Nullable;

/**
 * The needed contexts of a corpus, read from its files once more, without the model, so that a scan needs no memory for contexts that
 * nobody will see.
 */
final class ReadContexts implements KeptContexts {

    private final ContextCutter corpus;
    private final IntPredicate needed;
    private final int end;
    private final Tokenizer tokenizer;
    private @Nullable CorpusContext next;

    /**
     * @param corpus a fresh reading, which is closed with this
     * @param end the position behind the last one that is needed
     */
    ReadContexts(ContextCutter corpus, IntPredicate needed, int end, Tokenizer tokenizer) {
        this.corpus = corpus;
        this.needed = needed;
        this.end = end;
        this.tokenizer = tokenizer;
        next = end == 0 ? null : nextNeeded();
    }

    private @Nullable CorpusContext nextNeeded() {
        CorpusContext context = corpus.next();
        while (context != null && !needed.test(context.contextNo())) {
            context = context.contextNo() + 1 < end ? corpus.next() : null;
        }
        return context;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public KeptContext next() {
        CorpusContext current = next;
        if (current == null) {
            throw new NoSuchElementException();
        }
        next = current.contextNo() + 1 < end ? nextNeeded() : null;
        return kept(current);
    }

    private KeptContext kept(CorpusContext context) {
        Document whole = context.document();
        return new KeptContext(
                context.contextNo(),
                context.documentNo(),
                new Document(whole.id(), "", whole.title(), whole.label(), whole.source(), whole.licence()),
                context.firstToken(),
                context.tokens().tokenIds(),
                text(context));
    }

    /** The whole characters of the context; what is left of a character that was cut at an edge is dropped. */
    private String text(CorpusContext context) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : context.tokens().tokenIds()) {
            if (!tokenizer.isSpecial(id)) {
                bytes.writeBytes(Objects.requireNonNull(tokenizer.tokenBytes().get(id)));
            }
        }
        String text = decode(bytes.toByteArray());
        boolean addedSpace = context.firstToken() == 0
                && tokenizer.prependsSpace(context.document().text());
        return addedSpace && text.startsWith(" ") ? text.substring(1) : text;
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.IGNORE)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("malformed input is ignored", e);
        }
    }

    @Override
    public void close() {
        corpus.close();
    }
}
