package org.featurescope.web.neuronpedia;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.featurescope.web.common.Cost;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.featurescope.web.neuronpedia.NeuronpediaRequest.OfSearch;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Explanations, at the addresses where Neuronpedia has them, and where it had them: many scripts still read the export. */
@RestController
class NeuronpediaExplanationController {

    private final NeuronpediaExplanations explanations;

    NeuronpediaExplanationController(NeuronpediaExplanations explanations) {
        this.explanations = explanations;
    }

    @GetMapping("/api/explanation/{explanationId}")
    NeuronpediaExplanation explanation(@PathVariable String explanationId) {
        return explanations
                .byId(explanationId)
                .orElseThrow(() -> PageProblem.notFound(
                        Words.of("problem.explanation", explanationId),
                        Words.of("problem.start"),
                        List.of(new PageLink(Words.of("problem.models"), Links.home()))));
    }

    @Cost(Cost.SEARCH)
    @PostMapping("/api/explanation/search")
    NeuronpediaSearch search(@RequestBody OfSearch request) {
        String model = NeuronpediaRequest.required("modelId", request.modelId());
        if (request.layers() == null || request.layers().isEmpty()) {
            throw NeuronpediaRequest.refused("problem.layers");
        }
        Set<String> sources = request.layers().stream()
                .filter(Objects::nonNull)
                .map(NeuronpediaRequest::sourceOf)
                .collect(Collectors.toSet());
        return explanations.search(
                request,
                place -> place.source().model().equals(model)
                        && sources.contains(place.source().name()));
    }

    @Cost(Cost.SEARCH)
    @PostMapping("/api/explanation/search-model")
    NeuronpediaSearch searchModel(@RequestBody OfSearch request) {
        String model = NeuronpediaRequest.required("modelId", request.modelId());
        return explanations.search(request, place -> place.source().model().equals(model));
    }

    /** A release is what one run has indexed; it is called by the run's name. */
    @Cost(Cost.SEARCH)
    @PostMapping("/api/explanation/search-release")
    NeuronpediaSearch searchRelease(@RequestBody OfSearch request) {
        String release = NeuronpediaRequest.required("releaseName", request.releaseName());
        return explanations.search(request, place -> place.run().name().equals(release));
    }

    @Cost(Cost.SEARCH)
    @PostMapping("/api/explanation/search-all")
    NeuronpediaSearch searchAll(@RequestBody OfSearch request) {
        return explanations.search(request, place -> true);
    }

    /** All explanations of a source, as the tutorials of SAELens read them. */
    @Cost(Cost.BULK)
    @GetMapping("/api/explanation/export")
    List<NeuronpediaExplanation> export(
            @RequestParam(required = false) @Nullable String modelId,
            @RequestParam(required = false) @Nullable String saeId) {
        return explanations.ofSource(
                NeuronpediaRequest.required("modelId", modelId), NeuronpediaRequest.required("saeId", saeId));
    }

    /** @param saeId the source */
    record OfExport(@Nullable String modelId, @Nullable String saeId) {}

    @Cost(Cost.BULK)
    @PostMapping("/api/explanation/export")
    Map<String, List<NeuronpediaExplanation>> export(@RequestBody OfExport request) {
        return Map.of("explanations", export(request.modelId(), request.saeId()));
    }
}
