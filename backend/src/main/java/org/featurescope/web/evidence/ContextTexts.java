package org.featurescope.web.evidence;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunCorpus;
import org.springframework.stereotype.Component;

/** Reads contexts and the documents that they are from. */
@Component
class ContextTexts {

    private final ContextRepository contexts;

    ContextTexts(ContextRepository contexts) {
        this.contexts = contexts;
    }

    /** @param corpus the name of the document's corpus */
    record Text(String corpus, ContextEntity context, DocumentEntity document) {}

    /** The corpora of a run, as its evidence names them. */
    static CorpusKeys corpora(Place place) {
        return CorpusKeys.of(
                place.run().corpora().stream().map(RunCorpus::sha256).toList());
    }

    /**
     * @param ids {@link ContextId}s of contexts of the run
     * @throws IllegalStateException when one is not stored
     */
    Map<Long, Text> find(Place place, Collection<Long> ids) {
        CorpusKeys corpora = corpora(place);
        Map<Integer, List<Long>> byCorpus =
                ids.stream().distinct().collect(Collectors.groupingBy(id -> corpora.ordinal(ContextId.corpusKey(id))));
        Map<Long, Text> texts = new HashMap<>();
        byCorpus.forEach((ordinal, ofCorpus) -> read(place, ordinal, ofCorpus, texts));
        return texts;
    }

    private void read(Place place, int ordinal, List<Long> ids, Map<Long, Text> texts) {
        Place.CorpusKeys keys = place.keys().corpora().get(ordinal);
        Map<Integer, ContextEntity> byNumber =
                contexts
                        .find(
                                keys.contextSetId(),
                                ids.stream().map(ContextId::contextNo).toList())
                        .stream()
                        .collect(Collectors.toMap(context -> context.id.contextNo(), Function.identity()));
        Map<Integer, DocumentEntity> documents = contexts
                .documents(
                        keys.corpusId(),
                        byNumber.values().stream()
                                .map(context -> context.documentNo)
                                .distinct()
                                .toList())
                .stream()
                .collect(Collectors.toMap(document -> document.id.documentNo(), Function.identity()));
        String corpus = place.run().corpora().get(ordinal).name();
        for (long id : ids) {
            ContextEntity context = required(byNumber, ContextId.contextNo(id), "context");
            texts.put(id, new Text(corpus, context, required(documents, context.documentNo, "document")));
        }
    }

    private static <T> T required(Map<Integer, T> rows, int number, String what) {
        T row = rows.get(number);
        if (row == null) {
            throw new IllegalStateException("an example needs " + what + " " + number + ", which is not stored");
        }
        return row;
    }
}
