package org.featurescope.web.feature;

import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Links;
import org.featurescope.web.evidence.EvidenceReader;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Leads to a feature drawn uniformly from a source, a model or everything; always to one that exists. */
@Controller
class RandomController {

    private final Catalog catalog;
    private final EvidenceReader evidence;

    RandomController(Catalog catalog, EvidenceReader evidence) {
        this.catalog = catalog;
        this.evidence = evidence;
    }

    /** With nothing indexed yet, leads to the start page, which says how to begin. */
    @GetMapping("/random")
    ResponseEntity<Void> ofEverything() {
        return redirect(drawnFrom(catalog.newestPlaces(null), Links.home()));
    }

    @GetMapping("/{model}/random")
    ResponseEntity<Void> ofModel(@PathVariable String model) {
        return redirect(drawnFrom(catalog.newestPlaces(model), Links.model(model)));
    }

    @GetMapping("/{model}/{source}/random")
    ResponseEntity<Void> ofSource(
            @PathVariable String model,
            @PathVariable String source,
            @RequestParam(required = false) @Nullable String run) {
        return redirect(drawnFrom(catalog.place(model, source, run), Links.source(model, source)));
    }

    private String drawnFrom(List<Place> places, String otherwise) {
        long features =
                places.stream().mapToLong(place -> place.source().features()).sum();
        if (features == 0) {
            return otherwise;
        }
        long drawn = random().nextLong(features);
        for (Place place : places) {
            drawn -= place.source().features();
            if (drawn < 0) {
                return drawnFrom(place, otherwise);
            }
        }
        throw new IllegalStateException("unreachable: the draw lies below the sum");
    }

    private String drawnFrom(Place place, String otherwise) {
        return evidence.randomIndex(place, random())
                .map(index -> Links.pinned(
                        Links.feature(place.source().model(), place.source().name(), index), place.pin()))
                .orElse(otherwise);
    }

    private static RandomGenerator random() {
        return ThreadLocalRandom.current();
    }

    private static ResponseEntity<Void> redirect(String url) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .cacheControl(CacheControl.noStore())
                .location(URI.create(url))
                .build();
    }
}
