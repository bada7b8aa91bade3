package org.featurescope.web.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.core.format.ActivationPrecision;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunCorpus;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.evidence.Example.Repeat;
import org.featurescope.web.text.ContextText;
import org.featurescope.web.text.Vocabularies;
import org.jspecify.annotations.Nullable;

/**
 * The contexts and documents of some examples, of one place or of several: {@link #want} each, {@link #read} all by one query, then
 * ask for each.
 */
final class ExampleTexts {

    /** Which context; context sets have numbers of their own, whatever the run. */
    private record Key(int setId, int contextNo) {}

    /** @param whole whether its tokens are wanted, or its document alone */
    private record Wanted(int corpusId, boolean whole) {}

    private final Vocabularies vocabularies;
    private final Map<Key, Wanted> wanted = new LinkedHashMap<>();
    private final Map<Key, StoredContext> contexts = new HashMap<>();

    ExampleTexts(Vocabularies vocabularies) {
        this.vocabularies = vocabularies;
    }

    static CorpusKeys corpora(Place place) {
        return CorpusKeys.of(
                place.run().corpora().stream().map(RunCorpus::sha256).toList());
    }

    ExampleTexts want(Place place, Iterable<org.featurescope.core.evidence.Example> examples) {
        CorpusKeys corpora = corpora(place);
        for (org.featurescope.core.evidence.Example example : examples) {
            want(place, corpora, example.context(), true);
            example.repeats().forEach(repeat -> want(place, corpora, repeat.context(), false));
        }
        return this;
    }

    private void want(Place place, CorpusKeys corpora, long context, boolean whole) {
        int corpusId = corpus(place, corpora, context).corpusId();
        wanted.merge(
                key(place, corpora, context),
                new Wanted(corpusId, whole),
                (one, other) -> new Wanted(corpusId, one.whole || other.whole));
    }

    private static Place.CorpusKey corpus(Place place, CorpusKeys corpora, long context) {
        return place.keys().corpora().get(corpora.ordinal(ContextId.corpusKey(context)));
    }

    private static Key key(Place place, CorpusKeys corpora, long context) {
        return new Key(corpus(place, corpora, context).contextSetId(), ContextId.contextNo(context));
    }

    ExampleTexts read(ContextRepository repository) {
        List<Key> keys = List.copyOf(wanted.keySet());
        if (keys.isEmpty()) {
            return this;
        }
        List<Wanted> values = List.copyOf(wanted.values());
        boolean[] whole = new boolean[keys.size()];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = values.get(i).whole;
        }
        repository
                .find(
                        keys.stream().mapToInt(Key::setId).toArray(),
                        values.stream().mapToInt(Wanted::corpusId).toArray(),
                        keys.stream().mapToInt(Key::contextNo).toArray(),
                        whole)
                .stream()
                .map(StoredContext::of)
                .forEach(context -> contexts.put(new Key(context.setId(), context.contextNo()), context));
        return this;
    }

    private StoredContext context(Place place, CorpusKeys corpora, long id) {
        StoredContext context = contexts.get(key(place, corpora, id));
        if (context == null) {
            throw new IllegalStateException(
                    "an example needs context " + ContextId.contextNo(id) + ", which is not stored");
        }
        return context;
    }

    /** @param examples of a group, by rank */
    List<Example> examples(Place place, List<org.featurescope.core.evidence.Example> examples) {
        List<Example> all = new ArrayList<>();
        for (org.featurescope.core.evidence.Example example : examples) {
            all.add(example(place, example, all.size() + 1));
        }
        return all;
    }

    Example example(Place place, org.featurescope.core.evidence.Example example, int rank) {
        CorpusKeys corpora = corpora(place);
        StoredContext context = context(place, corpora, example.context());
        int[] tokenIds = context.tokenIds();
        float[] activations = ActivationFormat.decode(example.activations(), tokenIds.length);
        activations[example.peakPosition()] = example.peak();
        ActivationPrecision precision = ActivationFormat.precision(example.activations());
        ContextText tokens = ContextText.of(vocabularies.get(place.keys().tokenizerId()), tokenIds, activations);
        return new Example(
                rank,
                corpusName(place, corpora, example.context()),
                context.document(),
                context.title(),
                context.label(),
                context.source(),
                context.licence(),
                context.contextNo(),
                context.firstToken(),
                example.peak(),
                example.peakPosition(),
                tokens.tokens(),
                Arrays.stream(tokenIds).boxed().toList(),
                printed(activations, example.peakPosition(), precision),
                example.repeats().stream()
                        .map(repeat -> repeat(place, corpora, repeat))
                        .toList(),
                context.documentNo(),
                precision,
                tokens);
    }

    private static String corpusName(Place place, CorpusKeys corpora, long context) {
        return place.run()
                .corpora()
                .get(corpora.ordinal(ContextId.corpusKey(context)))
                .name();
    }

    private Repeat repeat(Place place, CorpusKeys corpora, org.featurescope.core.evidence.Example.Repeat repeat) {
        StoredContext context = context(place, corpora, repeat.context());
        return new Repeat(
                corpusName(place, corpora, repeat.context()),
                context.document(),
                context.contextNo(),
                repeat.peakPosition(),
                repeat.peak());
    }

    private static List<@Nullable Float> printed(
            float[] activations, int exactPosition, ActivationPrecision precision) {
        return IntStream.range(0, activations.length)
                .<@Nullable Float>mapToObj(i -> {
                    float activation = activations[i];
                    return Float.isNaN(activation)
                            ? null
                            : (Float)
                                    (i == exactPosition
                                            ? activation
                                            : Numbers.stored(activation, precision.error(activation)));
                })
                .toList();
    }
}
