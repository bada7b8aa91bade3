package org.featurescope.web.evidence;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.format.TokenIdFormat;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.text.ContextText;
import org.featurescope.web.text.Vocabularies;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads statistics and examples of features. */
@Component
public class EvidenceReader {

    /** The number of the group of top examples. */
    public static final int TOP = 0;

    private final FeatureRepository features;
    private final ExampleRepository examples;
    private final ContextRepository contexts;
    private final Vocabularies vocabularies;

    EvidenceReader(
            FeatureRepository features,
            ExampleRepository examples,
            ContextRepository contexts,
            Vocabularies vocabularies) {
        this.features = features;
        this.examples = examples;
        this.contexts = contexts;
        this.vocabularies = vocabularies;
    }

    public Optional<FeatureFacts> feature(Place place, int index) {
        Place.Keys keys = place.keys();
        return features.find(keys.runId(), keys.sourceId(), index).map(feature -> facts(place, feature));
    }

    /**
     * One page of a source's features, always in the order asked for, also when read backward.
     *
     * @param after where to begin; null: at the first
     */
    public List<FeatureFacts> list(Place place, ListOrder order, @Nullable Cursor after, int limit) {
        Place.Keys keys = place.keys();
        List<FeatureFacts> page = features.list(keys.runId(), keys.sourceId(), order, after, limit).stream()
                .map(feature -> facts(place, feature))
                .collect(Collectors.toList());
        if (after != null && after.backward()) {
            Collections.reverse(page);
        }
        return page;
    }

    /** The index of a feature drawn uniformly; empty only for a source without features. */
    public Optional<Integer> randomIndex(Place place, RandomGenerator random) {
        Place.Keys keys = place.keys();
        long count = features.count(keys.runId(), keys.sourceId());
        return count == 0 ? Optional.empty() : features.nth(keys.runId(), keys.sourceId(), random.nextLong(count));
    }

    /** What is kept of a feature besides its statistics. */
    public Kept kept(Place place, int index) {
        Place.Keys keys = place.keys();
        List<org.featurescope.core.evidence.Example> top =
                examples.ofFeature(keys.runId(), keys.sourceId(), index).stream()
                        .map(row -> new org.featurescope.core.evidence.Example(
                                row.contextNo, row.peakPosition, row.peak, row.activations))
                        .toList();
        return new Kept(
                List.of(),
                top.isEmpty()
                        ? List.of()
                        : List.of(new ExampleGroup(GroupKind.TOP, 0, 0, Float.POSITIVE_INFINITY, 0, 0, top)),
                null,
                null);
    }

    /** The examples of some groups of a feature with their texts, as many lists as groups. */
    public List<List<Example>> examples(Place place, int index, List<ExampleGroup> groups) {
        Place.Keys keys = place.keys();
        return groups.stream()
                .map(group -> decode(place, examples.ofFeature(keys.runId(), keys.sourceId(), index)).stream()
                        .map(Indexed::example)
                        .toList())
                .toList();
    }

    /** The first top example of each of some features, by index; features without examples are missing. */
    public Map<Integer, Example> topExamples(Place place, List<Integer> indexes) {
        Place.Keys keys = place.keys();
        return decode(place, examples.first(keys.runId(), keys.sourceId(), indexes, (short) TOP)).stream()
                .collect(Collectors.toMap(Indexed::featureIndex, Indexed::example));
    }

    private static FeatureFacts facts(Place place, FeatureEntity feature) {
        return FeatureFacts.of(feature, place.run().tokens());
    }

    private List<Indexed> decode(Place place, List<ExampleEntity> rows) {
        Map<Integer, ContextEntity> byNumber =
                contexts
                        .find(
                                place.keys().contextSetId(),
                                rows.stream()
                                        .map(row -> row.contextNo)
                                        .distinct()
                                        .toList())
                        .stream()
                        .collect(Collectors.toMap(context -> context.id.contextNo(), Function.identity()));
        Map<Integer, DocumentEntity> documents = contexts
                .documents(
                        place.keys().corpusId(),
                        byNumber.values().stream()
                                .map(context -> context.documentNo)
                                .distinct()
                                .toList())
                .stream()
                .collect(Collectors.toMap(document -> document.id.documentNo(), Function.identity()));
        return rows.stream()
                .map(row -> {
                    ContextEntity context = required(byNumber, row.contextNo, "context");
                    DocumentEntity document = required(documents, context.documentNo, "document");
                    return new Indexed(row.id.featureIndex(), example(place, row, context, document));
                })
                .toList();
    }

    private static <T> T required(Map<Integer, T> rows, int number, String what) {
        T row = rows.get(number);
        if (row == null) {
            throw new IllegalStateException("an example needs " + what + " " + number + ", which is not stored");
        }
        return row;
    }

    private Example example(Place place, ExampleEntity row, ContextEntity context, DocumentEntity document) {
        int[] tokenIds = TokenIdFormat.decode(context.tokenIds);
        float[] activations = ActivationFormat.decode(row.activations, tokenIds.length);
        activations[row.peakPosition] = row.peak;
        ContextText text = ContextText.of(vocabularies.get(place.keys().tokenizerId()), tokenIds, activations);
        return new Example(
                row.id.rank(),
                place.run().corpus(),
                document.externalId,
                document.title,
                document.label,
                document.source,
                document.licence,
                row.contextNo,
                row.peak,
                row.peakPosition,
                text.tokens(),
                Arrays.stream(tokenIds).boxed().toList(),
                printed(activations, row.peakPosition),
                List.of(),
                text);
    }

    private static List<Float> printed(float[] activations, int exactPosition) {
        return IntStream.range(0, activations.length)
                .mapToObj(i -> i == exactPosition ? activations[i] : Numbers.stored(activations[i]))
                .toList();
    }

    private record Indexed(int featureIndex, Example example) {}
}
