package org.featurescope.web.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.db.format.EvidenceFormat;
import org.featurescope.db.format.StoredEvidence;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.text.Vocabularies;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads statistics and examples of features. */
@Component
public class EvidenceReader {

    /** With one feature in eight active, all of so many draws miss once in 400 times. */
    private static final int DRAWS = 45;

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
     * The index of a feature drawn uniformly from those that are active in the run; of a source where hardly any is, from all.
     * Empty only for a source without features.
     */
    public Optional<Integer> randomIndex(Place place, RandomGenerator random) {
        Place.Keys keys = place.keys();
        for (int draw = 0; draw < DRAWS && place.source().features() > 0; draw++) {
            int index = random.nextInt(place.source().features());
            if (features.isActive(keys.runId(), keys.sourceId(), index)) {
                return Optional.of(index);
            }
        }
        long count = features.count(keys.runId(), keys.sourceId());
        return count == 0 ? Optional.empty() : features.nth(keys.runId(), keys.sourceId(), random.nextLong(count));
    }

    /** How many features the run has of the source. */
    public long count(Place place) {
        return features.count(place.keys().runId(), place.keys().sourceId());
    }

    /**
     * The features before and after another one.
     *
     * @param before null: there is none
     */
    public record Beside(@Nullable Integer before, @Nullable Integer after) {}

    /** An import may lack features; of an indexed source this needs no query. */
    public Beside beside(Place place, int index) {
        if (place.run().origin() == null) {
            int last = place.source().features() - 1;
            return new Beside(index == 0 ? null : index - 1, index >= last ? null : index + 1);
        }
        Object[] row = features.beside(place.keys().runId(), place.keys().sourceId(), index)
                .get(0);
        return new Beside((Integer) row[0], (Integer) row[1]);
    }

    /** What is kept of a feature besides its statistics. */
    public StoredEvidence kept(Place place, int index) {
        Place.Keys keys = place.keys();
        return decode(place, index, evidence.ofFeature(keys.runId(), keys.sourceId(), index));
    }

    private static StoredEvidence decode(Place place, int index, List<byte[]> parts) {
        return EvidenceFormat.decode(EvidenceFormat.join(parts), index, ExampleTexts.corpora(place));
    }

    /** The examples of some groups of a feature with their texts, as many lists as groups. */
    public List<List<Example>> examples(Place place, List<ExampleGroup> groups) {
        ExampleTexts texts = new ExampleTexts(vocabularies);
        groups.forEach(group -> texts.want(place, group.examples()));
        texts.read(contexts);
        return groups.stream()
                .map(group -> texts.examples(place, group.examples()))
                .toList();
    }

    /** The same for groups of features of several places, by one query. @param places as many as groups */
    public List<List<Example>> examples(List<Place> places, List<ExampleGroup> groups) {
        ExampleTexts texts = new ExampleTexts(vocabularies);
        for (int i = 0; i < groups.size(); i++) {
            texts.want(places.get(i), groups.get(i).examples());
        }
        texts.read(contexts);
        List<List<Example>> read = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            read.add(texts.examples(places.get(i), groups.get(i).examples()));
        }
        return read;
    }

    /** A feature by its address. */
    public record Wanted(Place place, int index) {

        private FeatureEntity.Key key() {
            return new FeatureEntity.Key(place.keys().runId(), place.keys().sourceId(), index);
        }
    }

    /** Several features of any places, by one query, in the order asked for; empty for one that does not exist. */
    public List<Optional<FeatureFacts>> features(List<Wanted> wanted) {
        Map<FeatureEntity.Key, FeatureEntity> found = new HashMap<>();
        features.findAll(runs(wanted), sources(wanted), indexes(wanted))
                .forEach(feature -> found.put(feature.id, feature));
        return wanted.stream()
                .map(each -> Optional.ofNullable(found.get(each.key())).map(feature -> facts(each.place, feature)))
                .toList();
    }

    /** What is kept of several features of any places, by one query, in the order asked for; nothing of one that does not exist. */
    public List<StoredEvidence> kept(List<Wanted> wanted) {
        Map<FeatureEntity.Key, List<byte[]>> parts = new HashMap<>();
        for (EvidenceEntity part : evidence.all(runs(wanted), sources(wanted), indexes(wanted))) {
            FeatureEntity.Key key = new FeatureEntity.Key(part.id.runId(), part.id.sourceId(), part.id.featureIndex());
            parts.computeIfAbsent(key, each -> new ArrayList<>()).add(part.bytes);
        }
        return wanted.stream()
                .filter(each -> parts.containsKey(each.key()))
                .map(each -> decode(each.place, each.index, parts.getOrDefault(each.key(), List.of())))
                .toList();
    }

    private static int[] runs(List<Wanted> wanted) {
        return wanted.stream().mapToInt(each -> each.place.keys().runId()).toArray();
    }

    private static int[] sources(List<Wanted> wanted) {
        return wanted.stream().mapToInt(each -> each.place.keys().sourceId()).toArray();
    }

    private static int[] indexes(List<Wanted> wanted) {
        return wanted.stream().mapToInt(Wanted::index).toArray();
    }

    /** The texts of examples, by one query; as many as given, the i-th being one of the i-th place. */
    public List<Example> texts(List<Place> places, List<org.featurescope.core.evidence.Example> examples) {
        ExampleTexts texts = new ExampleTexts(vocabularies);
        for (int i = 0; i < examples.size(); i++) {
            texts.want(places.get(i), List.of(examples.get(i)));
        }
        texts.read(contexts);
        List<Example> read = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            read.add(texts.example(places.get(i), examples.get(i), 1));
        }
        return read;
    }

    /** One example with its text. @param rank what it is in its group */
    public Example example(Place place, org.featurescope.core.evidence.Example example, int rank) {
        return new ExampleTexts(vocabularies)
                .want(place, List.of(example))
                .read(contexts)
                .example(place, example, rank);
    }

    /**
     * What is stored of the document beside an example: contexts that are evidence for something, by number, its own left out.
     *
     * @param reach how many contexts before and after
     */
    public List<Nearby> nearby(Place place, org.featurescope.core.evidence.Example example, int documentNo, int reach) {
        int number = ContextId.contextNo(example.context());
        int ordinal = ExampleTexts.corpora(place).ordinal(ContextId.corpusKey(example.context()));
        int set = place.keys().corpora().get(ordinal).contextSetId();
        return contexts.ofDocument(set, documentNo, Math.max(0, number - reach), number + reach).stream()
                .map(row -> new Nearby(((Number) row[0]).intValue(), ((Number) row[1]).intValue(), (String) row[2]))
                .filter(nearby -> nearby.context() != number)
                .toList();
    }

    private static FeatureFacts facts(Place place, FeatureEntity feature) {
        return FeatureFacts.of(feature, place.run().tokens());
    }
}
