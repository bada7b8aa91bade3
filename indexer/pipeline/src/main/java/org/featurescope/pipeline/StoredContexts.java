package org.featurescope.pipeline;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.db.store.ContextRow;
import org.featurescope.db.store.DocumentRow;
import org.featurescope.lm.Tokenizer;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.CorpusContext;
import org.featurescope.pipeline.corpus.Document;
import org.jspecify.annotations.Nullable;

/**
 * The contexts that some example shows, and their documents. They are read from the corpus once more, without the
 * model, so that a scan needs no memory for contexts that nobody will see.
 */
final class StoredContexts {

    private final List<ContextRow> contexts = new ArrayList<>();
    private final Map<Integer, DocumentRow> documents = new TreeMap<>();
    private final Tokenizer tokenizer;

    private StoredContexts(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** @param corpus a fresh reading, which is closed here */
    static StoredContexts read(Collection<EvidenceCollector> evidence, ContextCutter corpus, Tokenizer tokenizer) {
        BitSet needed = needed(evidence);
        StoredContexts stored = new StoredContexts(tokenizer);
        try (corpus) {
            @Nullable CorpusContext context = corpus.next();
            while (context != null && context.contextNo() < needed.length()) {
                if (needed.get(context.contextNo())) {
                    stored.add(context);
                }
                context = corpus.next();
            }
        }
        return stored;
    }

    private static BitSet needed(Collection<EvidenceCollector> evidence) {
        BitSet needed = new BitSet();
        for (EvidenceCollector source : evidence) {
            for (int feature = 0; feature < source.features(); feature++) {
                for (ExampleGroup group : source.feature(feature).groups()) {
                    group.examples().forEach(example -> addContexts(example, needed));
                }
            }
        }
        return needed;
    }

    private static void addContexts(Example example, BitSet needed) {
        needed.set(ContextId.contextNo(example.context()));
        example.repeats().forEach(repeat -> needed.set(ContextId.contextNo(repeat.context())));
    }

    private void add(CorpusContext context) {
        contexts.add(new ContextRow(
                context.contextNo(),
                context.documentNo(),
                context.firstToken(),
                context.tokens().tokenIds(),
                text(context)));
        documents.computeIfAbsent(context.documentNo(), number -> documentRow(number, context.document()));
    }

    private static DocumentRow documentRow(int number, Document document) {
        return new DocumentRow(
                number, document.id(), document.title(), document.label(), document.source(), document.licence());
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

    Collection<ContextRow> contexts() {
        return contexts;
    }

    Collection<DocumentRow> documents() {
        return documents.values();
    }
}
