package org.featurescope.web.feature;

import java.util.List;
import java.util.OptionalInt;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.db.format.StoredEvidence;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.featurescope.web.evidence.EvidenceReader;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.FeatureFacts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes the pages of examples. */
@Component
class ExamplePages {

    /** Contexts of the document that are shown before and after. */
    private static final int REACH = 3;

    private final FeaturePages features;
    private final EvidenceReader evidence;

    ExamplePages(FeaturePages features, EvidenceReader evidence) {
        this.features = features;
        this.evidence = evidence;
    }

    /** A page, and what its HTML needs besides. */
    record Shown(ExamplePage page, Place place) {}

    /**
     * @param index text of the address, like {@code group} and {@code rank}
     * @param run text of the parameter; null: the newest run
     */
    @Transactional(readOnly = true)
    public Shown show(String model, String source, String index, String group, String rank, @Nullable String run) {
        Place place = features.place(model, source, run);
        FeatureFacts feature = features.feature(place, index);
        StoredEvidence kept = evidence.kept(place, feature.index());
        String url = Links.pinned(Links.feature(model, source, feature.index()), place.pin());
        ExampleGroup chosen = kept.groups().stream()
                .filter(each -> GroupChoice.name(each).equals(group))
                .findFirst()
                .orElseThrow(() -> unknownGroup(place, feature, kept, url, group));
        int number = rank.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(rank) : 0;
        int last = chosen.examples().size();
        if (number < 1 || number > last) {
            throw PageProblem.notFound(
                    Words.of("problem.example", group, name(place, feature), rank, String.valueOf(last)),
                    Words.of("problem.go"),
                    List.of(
                            new PageLink(Words.of("problem.example.first"), Links.example(url, group, 1)),
                            new PageLink(Words.of("problem.example.feature"), url)));
        }
        Example example = evidence.example(place, chosen.examples().get(number - 1), number);
        return new Shown(page(place, feature, chosen, example, url, number, last), place);
    }

    private ExamplePage page(
            Place place, FeatureFacts feature, ExampleGroup chosen, Example example, String url, int rank, int last) {
        String group = GroupChoice.name(chosen);
        String pinned = Links.pinned(
                Links.feature(place.source().model(), place.source().name(), feature.index()),
                OptionalInt.of(place.run().id()));
        return new ExamplePage(
                1,
                place.source().model(),
                place.source().name(),
                feature.index(),
                place.source().hookPoint(),
                place.source().layer(),
                Links.example(url, group, rank),
                Links.example(pinned, group, rank),
                Links.json(url),
                place.run(),
                feature.statistics(),
                GroupFacts.of(chosen, place.run()),
                example,
                evidence.nearby(place, chosen.examples().get(rank - 1), example.documentNo(), REACH),
                rank == 1 ? null : Links.json(Links.example(url, group, rank - 1)),
                rank == last ? null : Links.json(Links.example(url, group, rank + 1)));
    }

    private static PageProblem unknownGroup(
            Place place, FeatureFacts feature, StoredEvidence kept, String url, String group) {
        return PageProblem.notFound(
                Words.of(
                        "problem.group.none",
                        name(place, feature),
                        group,
                        String.valueOf(place.run().id())),
                Words.of("problem.group.all"),
                kept.groups().stream()
                        .map(GroupChoice::name)
                        .map(name -> new PageLink(name, Links.example(url, name, 1)))
                        .toList());
    }

    private static String name(Place place, FeatureFacts feature) {
        return "%s %s %s %d"
                .formatted(
                        place.source().model(),
                        place.source().name(),
                        place.source().featureNoun(),
                        feature.index());
    }
}
