package org.featurescope.web.evidence;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.EvidenceFormat;
import org.featurescope.db.format.StoredEvidence;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunCorpus;
import org.featurescope.web.text.Vocabularies;
import org.featurescope.web.text.Vocabulary;
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

    private static FeatureFacts facts(Place place, FeatureEntity feature) {
        return FeatureFacts.of(feature, place.run().tokens());
    }
}
