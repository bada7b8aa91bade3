package org.featurescope.web.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.core.format.ActivationPrecision;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.TokenIdFormat;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.evidence.Example.Repeat;
import org.featurescope.web.text.ContextText;
import org.featurescope.web.text.Vocabulary;

/** The contexts and documents of some examples; two queries for each corpus that they come from. */
final class ExampleTexts {

    /** A context and the document it is from, with the place of its corpus in the run. */
    private record Text(int corpus, ContextEntity context, DocumentEntity document) {}

    private final Place place;
    private final Vocabulary vocabulary;
    private final Map<Long, Text> texts = new HashMap<>();

    private ExampleTexts(Place place, Vocabulary vocabulary) {
        this.place = place;
        this.vocabulary = vocabulary;
    }

    /** @param examples those that will be asked for */
    static ExampleTexts read(
            Place place,
            CorpusKeys corpora,
            Vocabulary vocabulary,
            Collection<org.featurescope.core.evidence.Example> examples,
            ContextRepository contexts) {
        List<Set<Integer>> wanted = IntStream.range(0, corpora.count())
                .<Set<Integer>>mapToObj(corpus -> new HashSet<>())
                .toList();
        for (org.featurescope.core.evidence.Example example : examples) {
            add(example.context(), corpora, wanted);
            example.repeats().forEach(repeat -> add(repeat.context(), corpora, wanted));
        }
        ExampleTexts texts = new ExampleTexts(place, vocabulary);
        for (int corpus = 0; corpus < wanted.size(); corpus++) {
            if (!wanted.get(corpus).isEmpty()) {
                texts.read(corpus, corpora, wanted.get(corpus), contexts);
            }
        }
        return texts;
    }

    private static void add(long context, CorpusKeys corpora, List<Set<Integer>> wanted) {
        wanted.get(corpora.ordinal(ContextId.corpusKey(context))).add(ContextId.contextNo(context));
    }

    private void read(int corpus, CorpusKeys corpora, Set<Integer> numbers, ContextRepository contexts) {
        Place.CorpusKey key = place.keys().corpora().get(corpus);
        List<ContextEntity> found = contexts.find(key.contextSetId(), numbers);
        Map<Integer, DocumentEntity> documents = new HashMap<>();
        Set<Integer> documentNumbers = new HashSet<>();
        found.forEach(context -> documentNumbers.add(context.documentNo));
        contexts.documents(key.corpusId(), documentNumbers)
                .forEach(document -> documents.put(document.id.documentNo(), document));
        for (ContextEntity context : found) {
            DocumentEntity document = documents.get(context.documentNo);
            if (document == null) {
                throw missing("document", context.documentNo);
            }
            texts.put(corpora.contextId(corpus, context.id.contextNo()), new Text(corpus, context, document));
        }
    }

    private static IllegalStateException missing(String what, int number) {
        return new IllegalStateException("an example needs " + what + " " + number + ", which is not stored");
    }

    private Text text(long context) {
        Text text = texts.get(context);
        if (text == null) {
            throw missing("context", ContextId.contextNo(context));
        }
        return text;
    }

    /** @param examples of a group, by rank */
    List<Example> examples(List<org.featurescope.core.evidence.Example> examples) {
        List<Example> all = new ArrayList<>();
        for (org.featurescope.core.evidence.Example example : examples) {
            all.add(example(example, all.size() + 1));
        }
        return all;
    }

    Example example(org.featurescope.core.evidence.Example example, int rank) {
        Text text = text(example.context());
        int[] tokenIds = TokenIdFormat.decode(text.context.tokenIds);
        float[] activations = ActivationFormat.decode(example.activations(), tokenIds.length);
        activations[example.peakPosition()] = example.peak();
        ActivationPrecision precision = ActivationFormat.precision(example.activations());
        ContextText tokens = ContextText.of(vocabulary, tokenIds, activations);
        return new Example(
                rank,
                corpusName(text),
                text.document.externalId,
                text.document.title,
                text.document.label,
                text.document.source,
                text.document.licence,
                text.context.id.contextNo(),
                example.peak(),
                example.peakPosition(),
                tokens.tokens(),
                Arrays.stream(tokenIds).boxed().toList(),
                printed(activations, example.peakPosition(), precision),
                example.repeats().stream().map(this::repeat).toList(),
                precision,
                tokens);
    }

    private String corpusName(Text text) {
        return place.run().corpora().get(text.corpus).name();
    }

    private Repeat repeat(org.featurescope.core.evidence.Example.Repeat repeat) {
        Text text = text(repeat.context());
        return new Repeat(
                corpusName(text),
                text.document.externalId,
                text.context.id.contextNo(),
                repeat.peakPosition(),
                repeat.peak());
    }

    private static List<Float> printed(float[] activations, int exactPosition, ActivationPrecision precision) {
        return IntStream.range(0, activations.length)
                .mapToObj(i -> i == exactPosition
                        ? activations[i]
                        : Numbers.stored(activations[i], precision.error(activations[i])))
                .toList();
    }
}
