package org.featurescope.web.neuronpedia;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.common.Cost;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.featurescope.web.neuronpedia.NeuronpediaRequest.OfFeature;
import org.featurescope.web.neuronpedia.NeuronpediaRequest.OfModel;
import org.featurescope.web.neuronpedia.NeuronpediaRequest.OfPage;
import org.featurescope.web.neuronpedia.NeuronpediaRequest.Wanted;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Features, models and sets of sources, at the addresses where Neuronpedia has them. */
@RestController
class NeuronpediaController {

    /** Of one page by offset. */
    private static final int PAGE = 25;

    private final NeuronpediaFeatures features;
    private final NeuronpediaCatalog models;
    private final Catalog catalog;

    NeuronpediaController(NeuronpediaFeatures features, NeuronpediaCatalog models, Catalog catalog) {
        this.features = features;
        this.models = models;
        this.catalog = catalog;
    }

    @GetMapping("/api/feature/{modelId}/{layer}/{index}")
    NeuronpediaFeature feature(@PathVariable String modelId, @PathVariable String layer, @PathVariable String index) {
        if (!index.matches("0|[1-9][0-9]{0,8}")) {
            throw unknown(modelId, layer, index);
        }
        return feature(new Wanted(modelId, layer, Integer.parseInt(index), Integer.MAX_VALUE));
    }

    private NeuronpediaFeature feature(Wanted wanted) {
        return features.read(List.of(wanted))
                .get(0)
                .orElseThrow(() -> unknown(wanted.modelId(), wanted.layer(), String.valueOf(wanted.index())));
    }

    /** In the order asked for, each with as many activations as it asks for; features that are not there are left out. */
    @Cost(Cost.BULK)
    @PostMapping("/api/features")
    List<NeuronpediaFeature> features(@RequestBody List<OfFeature> request) {
        if (request.isEmpty() || request.size() > NeuronpediaRequest.MOST_FEATURES) {
            throw NeuronpediaRequest.refused(
                    "problem.request",
                    String.valueOf(NeuronpediaRequest.MOST_FEATURES),
                    String.valueOf(request.size()));
        }
        if (request.stream().anyMatch(Objects::isNull)) {
            throw NeuronpediaRequest.refused("problem.request.null");
        }
        return read(request.stream().map(OfFeature::wanted).toList());
    }

    private List<NeuronpediaFeature> read(List<Wanted> wanted) {
        return features.read(wanted).stream().flatMap(Optional::stream).toList();
    }

    @Cost(Cost.BULK)
    @PostMapping("/api/features-offset")
    List<NeuronpediaFeature> page(@RequestBody OfPage request) {
        String modelId = NeuronpediaRequest.required("modelId", request.modelId());
        String layer = NeuronpediaRequest.required("layer", request.layer());
        int offset = NeuronpediaRequest.atLeastZero("offset", request.offset() == null ? 0 : request.offset());
        int features = catalog.place(modelId, NeuronpediaRequest.sourceOf(layer), null)
                .source()
                .features();
        return offset >= features
                ? List.of()
                : read(IntStream.range(offset, Math.min(features, offset + PAGE))
                        .mapToObj(index -> new Wanted(modelId, layer, index, Integer.MAX_VALUE))
                        .toList());
    }

    @PostMapping("/api/activation/get")
    List<NeuronpediaActivation> activations(@RequestBody OfFeature request) {
        return feature(request.wanted()).activations();
    }

    @PostMapping("/api/model/get")
    NeuronpediaModel model(@RequestBody OfModel request) {
        String id = NeuronpediaRequest.required("id", request.id());
        return models.model(id)
                .orElseThrow(() -> notFound(Words.of("problem.model", id), Links.home(), Words.of("problem.models")));
    }

    @PostMapping("/api/model/list")
    List<NeuronpediaModel> models() {
        return models.models();
    }

    /** What their web app reads when it starts. Kinds of explanations and scores are not registered here. */
    @PostMapping("/api/global")
    Map<String, Object> global() {
        List<Object> none = List.of();
        return Map.of(
                "models",
                models.models(),
                "explanationTypes",
                none,
                "explanationModels",
                none,
                "releases",
                none,
                "explanationScoreTypes",
                none,
                "explanationScoreModelTypes",
                none);
    }

    @GetMapping("/api/source-set/{modelId}/{name}")
    NeuronpediaSourceSet sourceSet(@PathVariable String modelId, @PathVariable String name) {
        return models.sourceSet(modelId, name)
                .orElseThrow(() -> notFound(
                        Words.of("problem.set", modelId, name),
                        Links.model(modelId),
                        Words.of("problem.set.all", modelId)));
    }

    private static PageProblem unknown(String modelId, String layer, String index) {
        String source = NeuronpediaRequest.sourceOf(layer);
        return notFound(
                Words.of("problem.feature.none", modelId, source, index),
                Links.source(modelId, source),
                Words.of("problem.feature.all", source));
    }

    private static PageProblem notFound(String detail, String url, String name) {
        return PageProblem.notFound(detail, Words.of("problem.go"), List.of(new PageLink(name, url)));
    }
}
