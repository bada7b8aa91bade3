package org.featurescope.web.evidence;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.EvidenceFormat;
import org.featurescope.db.format.StoredEvidence;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunCorpus;
import org.featurescope.web.text.Vocabularies;
import org.featurescope.web.text.Vocabulary;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads statistics and examples of features. */
@Component
public class EvidenceReader {

    private final FeatureRepository features;
    private final EvidenceRepository evidence;
    private final ContextRepository contexts;
    private final Vocabularies vocabularies;

    EvidenceReader(
            FeatureRepository features,
            EvidenceRepository evidence,
            ContextRepository contexts,
            Vocabularies vocabularies) {
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
        List<byte[]> parts = evidence.ofFeature(keys.runId(), keys.sourceId(), index);
        return EvidenceFormat.decode(EvidenceFormat.join(parts), index, corpora(place));
    }

    private static CorpusKeys corpora(Place place) {
        return CorpusKeys.of(
                place.run().corpora().stream().map(RunCorpus::sha256).toList());
    }

    /** The examples of some groups of a feature with their texts, as many lists as groups. */
    public List<List<Example>> examples(Place place, List<ExampleGroup> groups) {
        ExampleTexts texts = texts(
                place,
                groups.stream().flatMap(group -> group.examples().stream()).toList());
        return groups.stream().map(group -> texts.examples(group.examples())).toList();
    }

    private ExampleTexts texts(Place place, Collection<org.featurescope.core.evidence.Example> examples) {
        Vocabulary vocabulary = vocabularies.get(place.keys().tokenizerId());
        return ExampleTexts.read(place, corpora(place), vocabulary, examples, contexts);
    }

    /** The first top example of each of some features, by index; features without examples at the top are missing. */
    public Map<Integer, Example> topExamples(Place place, List<Integer> indexes) {
        Place.Keys keys = place.keys();
        Map<Integer, org.featurescope.core.evidence.Example> first = new HashMap<>();
        for (EvidenceEntity part : evidence.first(keys.runId(), keys.sourceId(), indexes)) {
            int index = part.id.featureIndex();
            org.featurescope.core.evidence.Example example = EvidenceFormat.firstExample(part.bytes, corpora(place));
            if (example == null) { // there is none, or it goes on in the next part
                kept(place, index).top().stream().findFirst().ifPresent(top -> first.put(index, top));
            } else if (example.peak() > 0) { // or it is of another group, and there is none at the top
                first.put(index, example);
            }
        }
        ExampleTexts texts = texts(place, first.values());
        Map<Integer, Example> examples = new HashMap<>();
        first.forEach((index, example) -> examples.put(index, texts.example(example, 1)));
        return examples;
    }

    private static FeatureFacts facts(Place place, FeatureEntity feature) {
        return FeatureFacts.of(feature, place.run().tokens());
    }
}
