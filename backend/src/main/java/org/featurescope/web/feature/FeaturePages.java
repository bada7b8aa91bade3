package org.featurescope.web.feature;

import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.SourceFacts;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.evidence.EvidenceReader;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.FeatureFacts;
import org.featurescope.web.feature.FeaturePage.Group;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes the pages of features. */
@Component
class FeaturePages {

    private static final List<String> GROUP_NAMES = List.of("top"); // by number

    private final Catalog catalog;
    private final EvidenceReader evidence;

    FeaturePages(Catalog catalog, EvidenceReader evidence) {
        this.catalog = catalog;
        this.evidence = evidence;
    }

    /** A page, its place, and its hook point one layer below and above. */
    record Shown(FeaturePage page, Place place, List<SourceFacts> nextLayers) {}

    /**
     * @param index text of the address: a number without leading zeros
     * @param run text of the parameter; null: the newest run
     */
    @Transactional(readOnly = true)
    public Shown show(String model, String source, String index, @Nullable String run) {
        Place place = catalog.place(model, source, run);
        if (!index.matches("0|[1-9][0-9]{0,8}")) {
            throw unknownIndex(place, index);
        }
        FeatureFacts feature =
                evidence.feature(place, Integer.parseInt(index)).orElseThrow(() -> unknownIndex(place, index));
        return new Shown(page(place, feature), place, catalog.nextLayers(place));
    }

    private FeaturePage page(Place place, FeatureFacts feature) {
        SourceFacts source = place.source();
        int index = feature.index();
        String url = Links.feature(source.model(), source.name(), index);
        return new FeaturePage(
                1,
                source.model(),
                source.name(),
                index,
                source.kind(),
                source.hookPoint(),
                source.layer(),
                Links.pinned(url, place.pin()),
                Links.pinned(url, OptionalInt.of(place.run().id())),
                place.run(),
                source.sae(),
                place.fidelity(),
                feature.statistics(),
                groups(evidence.examples(place, index)),
                index == 0 ? null : json(place, index - 1),
                index + 1 >= source.features() ? null : json(place, index + 1));
    }

    private static List<Group> groups(List<Example> examples) {
        return examples.stream()
                .collect(Collectors.groupingBy(Example::group, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(group -> new Group(GROUP_NAMES.get(group.getKey()), group.getValue()))
                .toList();
    }

    private static String json(Place place, int index) {
        return Links.pinned(
                Links.featureJson(place.source().model(), place.source().name(), index), place.pin());
    }

    private static PageProblem unknownIndex(Place place, String index) {
        SourceFacts source = place.source();
        int last = source.features() - 1;
        return PageProblem.notFound(
                "%s %s has no %s %s; they are numbered from 0 to %s."
                        .formatted(source.model(), source.name(), source.featureNoun(), index, Numbers.count(last)),
                "Go to",
                List.of(
                        new PageLink("The first: 0", Links.feature(source.model(), source.name(), 0)),
                        new PageLink("The last: " + last, Links.feature(source.model(), source.name(), last)),
                        new PageLink("All of " + source.name(), Links.source(source.model(), source.name())),
                        new PageLink("A random one", Links.randomOf(source.model(), source.name()))));
    }
}
