package org.featurescope.web.neuronpedia;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.explanation.Explanations;
import org.featurescope.web.neuronpedia.ExplanationSearchRepository.Hit;
import org.featurescope.web.neuronpedia.NeuronpediaRequest.OfSearch;
import org.featurescope.web.neuronpedia.NeuronpediaRequest.Wanted;
import org.featurescope.web.neuronpedia.NeuronpediaSearch.Result;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds explanations by id, of a source and by their words. */
@Component
class NeuronpediaExplanations {

    static final int PAGE = 20;
    private static final int ACTIVATIONS = 3;
    private static final int SHORTEST_QUERY = 3;
    private static final int LONGEST_QUERY = 1_000;
    private static final int LAST_OFFSET = 10_000;

    private final Catalog catalog;
    private final Explanations explanations;
    private final ExplanationSearchRepository search;
    private final NeuronpediaFeatures features;

    NeuronpediaExplanations(
            Catalog catalog,
            Explanations explanations,
            ExplanationSearchRepository search,
            NeuronpediaFeatures features) {
        this.catalog = catalog;
        this.explanations = explanations;
        this.search = search;
        this.features = features;
    }

    @Transactional(readOnly = true)
    public Optional<NeuronpediaExplanation> byId(String id) {
        return explanations
                .byId(id)
                .flatMap(found -> catalog.newestPlaces(null).stream()
                        .filter(place ->
                                place.keys().sourceId() == found.feature().sourceId())
                        .map(place -> NeuronpediaExplanation.of(
                                found.explanation(),
                                place.source().model(),
                                place.source().name(),
                                found.feature().feature()))
                        .findFirst());
    }

    /** All of a source, by index. @param layer as Neuronpedia or we call it */
    @Transactional(readOnly = true)
    public List<NeuronpediaExplanation> ofSource(String modelId, String layer) {
        Place place = catalog.place(modelId, NeuronpediaRequest.sourceOf(layer), null);
        return explanations.ofSource(place.keys().sourceId()).stream()
                .map(found -> NeuronpediaExplanation.of(
                        found.explanation(), modelId, layer, found.feature().feature()))
                .toList();
    }

    /** Those whose source passes, the best first. A source is spelt as we call it. */
    @Transactional(readOnly = true)
    public NeuronpediaSearch search(OfSearch request, Predicate<Place> sources) {
        String query = query(request);
        int offset = NeuronpediaRequest.atLeastZero("offset", request.offset() == null ? 0 : request.offset());
        if (offset > LAST_OFFSET) {
            throw NeuronpediaRequest.refused("problem.offset", String.valueOf(LAST_OFFSET), String.valueOf(offset));
        }
        Map<Integer, Place> places = catalog.newestPlaces(null).stream()
                .filter(sources)
                .collect(Collectors.toMap(place -> place.keys().sourceId(), Function.identity()));
        List<Hit> hits = search.search(query, List.copyOf(places.keySet()), PAGE + 1, offset);
        boolean more = hits.size() > PAGE;
        List<Result> results = results(hits.subList(0, Math.min(PAGE, hits.size())), places);
        return new NeuronpediaSearch(request, results, results.size(), more, offset + results.size());
    }

    private static String query(OfSearch request) {
        String query = NeuronpediaRequest.required("query", request.query()).strip();
        if (query.length() < SHORTEST_QUERY || query.length() > LONGEST_QUERY) {
            throw NeuronpediaRequest.refused(
                    "problem.query",
                    String.valueOf(SHORTEST_QUERY),
                    String.valueOf(LONGEST_QUERY),
                    String.valueOf(query.length()));
        }
        return query;
    }

    private List<Result> results(List<Hit> hits, Map<Integer, Place> places) {
        List<Wanted> wanted = hits.stream().map(hit -> wanted(hit, places)).toList();
        List<Optional<NeuronpediaFeature>> neurons = wanted.isEmpty() ? List.of() : features.read(wanted);
        return IntStream.range(0, hits.size())
                .mapToObj(i -> neurons.get(i)
                        .flatMap(neuron ->
                                Result.of(hits.get(i).id(), hits.get(i).cosine(), neuron)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Wanted wanted(Hit hit, Map<Integer, Place> places) {
        Place place = places.get(hit.sourceId());
        if (place == null) {
            throw new IllegalStateException("found in a source that was not searched: " + hit.sourceId());
        }
        return new Wanted(place.source().model(), place.source().name(), hit.feature(), ACTIVATIONS);
    }
}
