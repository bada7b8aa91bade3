package org.featurescope.web.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.featurescope.web.bulk.BulkRequest.Name;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Cost;
import org.featurescope.web.evidence.EvidenceReader;
import org.featurescope.web.feature.FeaturePage;
import org.featurescope.web.feature.FeaturePages;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /features.json}: some features, of any models, sources and runs, by one request and as many queries as one takes. */
@Cost(Cost.BULK)
@RestController
class BulkController {

    private final Catalog catalog;
    private final FeaturePages pages;

    BulkController(Catalog catalog, FeaturePages pages) {
        this.catalog = catalog;
        this.pages = pages;
    }

    @GetMapping("/features.json")
    BulkPage get(
            @RequestParam(required = false) @Nullable List<String> f,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable String limit) {
        return read(BulkRequest.of(f, group, limit));
    }

    @PostMapping("/features.json")
    BulkPage post(@RequestBody BulkRequest.Body body) {
        return read(BulkRequest.of(body));
    }

    private BulkPage read(BulkRequest request) {
        List<Name> names = request.names();
        List<Place> places = catalog.places(names.stream()
                .map(name -> new Catalog.Wanted(name.model(), name.source(), name.run()))
                .toList());
        List<EvidenceReader.Wanted> wanted = IntStream.range(0, names.size())
                .mapToObj(i ->
                        new EvidenceReader.Wanted(places.get(i), names.get(i).index()))
                .toList();
        List<Optional<FeaturePage>> read = pages.read(wanted, request.group(), request.examples());
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (read.get(i).isEmpty()) {
                missing.add(names.get(i).text());
            }
        }
        List<FeaturePage> found = read.stream().flatMap(Optional::stream).toList();
        return new BulkPage(
                1,
                found.stream().map(FeaturePage::run).distinct().toList(),
                found.stream().map(BulkFeature::of).toList(),
                missing);
    }
}
