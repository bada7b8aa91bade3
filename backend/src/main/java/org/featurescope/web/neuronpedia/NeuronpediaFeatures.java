package org.featurescope.web.neuronpedia;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.Neighbour;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.db.format.StoredEvidence;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.evidence.EvidenceReader;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.FeatureFacts;
import org.featurescope.web.evidence.Statistics;
import org.featurescope.web.explanation.Explanation;
import org.featurescope.web.explanation.Explanations;
import org.featurescope.web.neuronpedia.NeuronpediaRequest.Wanted;
import org.featurescope.web.text.Vocabularies;
import org.featurescope.web.text.Vocabulary;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes Neuronpedia's features of ours, in the newest run of each source, by as many queries for many as for one. Activations are the
 * examples at the top and those of the intervals.
 */
@Component
class NeuronpediaFeatures {

    private final Catalog catalog;
    private final EvidenceReader evidence;
    private final Explanations explanations;
    private final NeuronpediaCatalog models;
    private final Vocabularies vocabularies;

    NeuronpediaFeatures(
            Catalog catalog,
            EvidenceReader evidence,
            Explanations explanations,
            NeuronpediaCatalog models,
            Vocabularies vocabularies) {
        this.catalog = catalog;
        this.evidence = evidence;
        this.explanations = explanations;
        this.models = models;
        this.vocabularies = vocabularies;
    }

    /** A feature that exists, and the groups of its examples that are activations. */
    private record Found(
            Wanted wanted, Place place, FeatureFacts facts, StoredEvidence kept, List<ExampleGroup> groups) {

        Explanations.Key key() {
            return new Explanations.Key(place.keys().sourceId(), wanted.index());
        }
    }

    /**
     * In the order asked for; empty for an index that its source does not have.
     *
     * @throws org.featurescope.web.common.PageProblem for a model or source that is not there
     */
    @Transactional(readOnly = true)
    public List<Optional<NeuronpediaFeature>> read(List<Wanted> wanted) {
        List<Optional<Found>> found = find(wanted);
        List<Found> existing = found.stream().flatMap(Optional::stream).toList();
        List<List<Example>> examples = evidence.examples(
                existing.stream()
                        .flatMap(each -> each.groups.stream().map(group -> each.place))
                        .toList(),
                existing.stream().flatMap(each -> each.groups.stream()).toList());
        Map<Explanations.Key, List<Explanation>> said =
                explanations.of(existing.stream().map(Found::key).distinct().toList());
        Map<String, NeuronpediaModel> known = models.byId();
        List<Optional<NeuronpediaFeature>> features = new ArrayList<>();
        int group = 0;
        for (Optional<Found> each : found) {
            if (each.isEmpty()) {
                features.add(Optional.empty());
                continue;
            }
            Found one = each.get();
            List<NeuronpediaActivation> activations =
                    activations(one, examples.subList(group, group + one.groups.size()));
            group += one.groups.size();
            NeuronpediaModel model = known.get(one.wanted.modelId());
            if (model == null) {
                throw new IllegalStateException("a source has a model that is not listed: " + one.wanted.modelId());
            }
            features.add(Optional.of(feature(one, model, activations, said.getOrDefault(one.key(), List.of()))));
        }
        return features;
    }

    private List<Optional<Found>> find(List<Wanted> wanted) {
        List<Place> places = catalog.places(wanted.stream()
                .map(each -> new Catalog.Wanted(each.modelId(), each.source(), null))
                .toList());
        List<EvidenceReader.Wanted> asked = IntStream.range(0, wanted.size())
                .mapToObj(i ->
                        new EvidenceReader.Wanted(places.get(i), wanted.get(i).index()))
                .toList();
        List<Optional<FeatureFacts>> facts = evidence.features(asked);
        List<Integer> there = IntStream.range(0, wanted.size())
                .filter(i -> facts.get(i).isPresent())
                .boxed()
                .toList();
        List<StoredEvidence> kept = evidence.kept(there.stream().map(asked::get).toList());
        List<Optional<Found>> found = new ArrayList<>();
        for (int i = 0, next = 0; i < wanted.size(); i++) {
            found.add(
                    facts.get(i).isEmpty()
                            ? Optional.empty()
                            : Optional.of(found(
                                    wanted.get(i), places.get(i), facts.get(i).orElseThrow(), kept.get(next++))));
        }
        return found;
    }

    private static Found found(Wanted wanted, Place place, FeatureFacts facts, StoredEvidence kept) {
        List<ExampleGroup> groups = wanted.maxActivations() == 0
                ? List.of()
                : kept.groups().stream()
                        .filter(group -> group.kind() == GroupKind.TOP || group.kind() == GroupKind.INTERVAL)
                        .toList();
        return new Found(wanted, place, facts, kept, groups);
    }

    /** The largest first; of equal ones, those at the top. */
    private static List<NeuronpediaActivation> activations(Found found, List<List<Example>> examples) {
        return IntStream.range(0, examples.size())
                .boxed()
                .flatMap(group -> examples.get(group).stream()
                        .map(example -> activation(found, found.groups.get(group), example)))
                .sorted(Comparator.comparing(NeuronpediaActivation::maxValue).reversed())
                .limit(found.wanted.maxActivations())
                .toList();
    }

    private static NeuronpediaActivation activation(Found found, ExampleGroup group, Example example) {
        Wanted wanted = found.wanted;
        boolean top = group.kind() == GroupKind.TOP;
        Long tokens = found.place.run().tokens();
        return new NeuronpediaActivation(
                "%d-%s-%d-%s-%d"
                        .formatted(
                                found.place.run().id(),
                                found.place.source().name(),
                                wanted.index(),
                                top ? "top" : "interval-" + group.number(),
                                example.rank()),
                example.tokens(),
                String.valueOf(example.context()),
                String.valueOf(wanted.index()),
                wanted.layer(),
                wanted.layer(),
                wanted.modelId(),
                example.corpus(),
                example.peak(),
                example.peakPosition(),
                smallest(example.activations()),
                example.activations(),
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                Moments.text(found.place.run().publishedAt()),
                List.of(),
                null,
                top ? Float.valueOf(-1) : finite(group.low()),
                top ? found.facts.statistics().max() : finite(group.high()),
                top || tokens == null || tokens == 0 ? null : Double.valueOf((double) group.tokens() / tokens),
                example.peakPosition());
    }

    private static float smallest(List<@Nullable Float> activations) {
        return activations.stream()
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(0f);
    }

    private static Bars effectBars(LogitEffects logits, Statistics.@Nullable BarChart bars) {
        return logits.all() == null ? Bars.of(bars) : Bars.of(Statistics.Bins.of(logits.all()));
    }

    private static @Nullable Float finite(float bound) {
        return Float.isFinite(bound) ? bound : null;
    }

    private NeuronpediaFeature feature(
            Found found,
            NeuronpediaModel model,
            List<NeuronpediaActivation> activations,
            List<Explanation> explanations) {
        Wanted wanted = found.wanted;
        Place place = found.place;
        Statistics statistics = found.facts.statistics();
        Bars active = Bars.above0(statistics);
        FeatureWeights weights = found.kept.weights();
        LogitEffects logits = weights == null ? null : weights.logits();
        Bars effects = logits == null ? Bars.NONE : effectBars(logits, found.facts.logitBars());
        List<Neighbour> similar = weights == null
                ? List.of()
                : weights.similar().stream()
                        .filter(each -> each.source().equals(place.source().name()))
                        .toList();
        Vocabulary vocabulary = vocabularies.get(place.keys().tokenizerId());
        List<TokenEffect> raised = logits == null ? List.of() : logits.top();
        List<TokenEffect> lowered = logits == null ? List.of() : logits.bottom();
        return new NeuronpediaFeature(
                wanted.modelId(),
                wanted.layer(),
                String.valueOf(wanted.index()),
                NeuronpediaSource.setName(place.source().name()),
                null,
                Moments.text(place.run().publishedAt()),
                statistics.max(),
                false,
                List.of(),
                null,
                null,
                place.source().hookPoint(),
                similar.stream().map(Neighbour::index).toList(),
                similar.stream().map(Neighbour::value).toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                names(lowered.stream(), vocabulary),
                effects(lowered),
                names(raised.stream(), vocabulary),
                effects(raised),
                statistics.density(),
                active.heights(),
                active.values(),
                effects.heights(),
                effects.values(),
                List.of(),
                null,
                null,
                null,
                null,
                model,
                NeuronpediaSource.of(place),
                NeuronpediaSourceSet.of(place),
                null,
                List.of(),
                List.of(),
                activations,
                explanations.stream()
                        .map(each -> NeuronpediaExplanation.of(each, wanted.modelId(), wanted.layer(), wanted.index()))
                        .toList());
    }

    private static List<String> names(Stream<TokenEffect> effects, Vocabulary vocabulary) {
        return effects.map(each -> vocabulary.name(each.tokenId())).toList();
    }

    private static List<Float> effects(List<TokenEffect> effects) {
        return effects.stream().map(TokenEffect::effect).toList();
    }
}
