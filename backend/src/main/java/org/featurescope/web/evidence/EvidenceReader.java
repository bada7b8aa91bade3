package org.featurescope.web.evidence;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.Example.Repeat;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.format.EvidenceFormat;
import org.featurescope.db.format.StoredEvidence;
import org.featurescope.db.format.TokenIdFormat;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.evidence.ContextTexts.Text;
import org.featurescope.web.text.ContextText;
import org.featurescope.web.text.Vocabularies;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads statistics and evidence of features. */
@Component
public class EvidenceReader {

    private final FeatureRepository features;
    private final EvidenceRepository evidence;
    private final ContextTexts contexts;
    private final Vocabularies vocabularies;

    EvidenceReader(
            FeatureRepository features, EvidenceRepository evidence, ContextTexts contexts, Vocabularies vocabularies) {
        this.features = features;
        this.evidence = evidence;
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
    public StoredEvidence kept(Place place, int index) {
        Place.Keys keys = place.keys();
        byte[] bytes = EvidenceFormat.join(evidence.parts(keys.runId(), keys.sourceId(), index));
        return EvidenceFormat.decode(bytes, index, ContextTexts.corpora(place));
    }

    /** The examples of some groups of a feature with their texts, as many lists as groups. */
    public List<List<Example>> examples(Place place, List<ExampleGroup> groups) {
        Map<Long, Text> texts = contexts.find(
                place,
                groups.stream()
                        .flatMap(group -> group.examples().stream())
                        .flatMap(EvidenceReader::contextIds)
                        .toList());
        return groups.stream()
                .map(group -> IntStream.range(0, group.examples().size())
                        .mapToObj(i -> example(place, i + 1, group.examples().get(i), texts))
                        .toList())
                .toList();
    }

    private static Stream<Long> contextIds(org.featurescope.core.evidence.Example example) {
        return Stream.concat(
                Stream.of(example.context()), example.repeats().stream().map(Repeat::context));
    }

    /**
     * The first example of each of some features, by index, its near-duplicates left out. It is at the top if the feature has an
     * activation above 0; features without examples are missing.
     */
    public Map<Integer, Example> firstExamples(Place place, List<Integer> indexes) {
        Place.Keys keys = place.keys();
        Map<Integer, org.featurescope.core.evidence.Example> first = new HashMap<>();
        for (EvidenceEntity row : evidence.firstParts(keys.runId(), keys.sourceId(), indexes)) {
            first(place, row).ifPresent(example -> first.put(row.id.featureIndex(), example));
        }
        Map<Long, Text> texts = contexts.find(
                place,
                first.values().stream()
                        .map(org.featurescope.core.evidence.Example::context)
                        .toList());
        return first.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> example(place, 1, each.getValue(), texts)));
    }

    /** A long context may not fit into the first part. */
    private Optional<org.featurescope.core.evidence.Example> first(Place place, EvidenceEntity part) {
        return Optional.ofNullable(EvidenceFormat.firstExample(part.bytes, ContextTexts.corpora(place)))
                .or(() -> kept(place, part.id.featureIndex()).groups().stream()
                        .flatMap(group -> group.examples().stream())
                        .findFirst());
    }

    private static FeatureFacts facts(Place place, FeatureEntity feature) {
        return FeatureFacts.of(feature, place.run().tokens());
    }

    private Example example(Place place, int rank, org.featurescope.core.evidence.Example kept, Map<Long, Text> texts) {
        Text text = text(texts, kept.context());
        int[] tokenIds = TokenIdFormat.decode(text.context().tokenIds);
        float[] activations = ActivationFormat.decode(kept.activations(), tokenIds.length);
        activations[kept.peakPosition()] = kept.peak();
        ContextText shown = ContextText.of(vocabularies.get(place.keys().tokenizerId()), tokenIds, activations);
        DocumentEntity document = text.document();
        return new Example(
                rank,
                text.corpus(),
                document.externalId,
                document.title,
                document.label,
                document.source,
                document.licence,
                ContextId.contextNo(kept.context()),
                kept.peak(),
                kept.peakPosition(),
                shown.tokens(),
                Arrays.stream(tokenIds).boxed().toList(),
                printed(activations, kept.peakPosition()),
                kept.repeats().stream()
                        .map(repeat -> repeat(repeat, text(texts, repeat.context())))
                        .toList(),
                shown);
    }

    private static Example.Repeat repeat(Repeat repeat, Text text) {
        return new Example.Repeat(
                text.corpus(),
                text.document().externalId,
                ContextId.contextNo(repeat.context()),
                repeat.peakPosition(),
                repeat.peak());
    }

    private static Text text(Map<Long, Text> texts, long context) {
        return Objects.requireNonNull(texts.get(context), "every context was read");
    }

    private static List<Float> printed(float[] activations, int exactPosition) {
        return IntStream.range(0, activations.length)
                .mapToObj(i -> i == exactPosition ? activations[i] : Numbers.stored(activations[i]))
                .toList();
    }
}
