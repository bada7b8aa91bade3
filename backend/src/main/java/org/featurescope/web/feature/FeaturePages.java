package org.featurescope.web.feature;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.db.format.StoredEvidence;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunLabel;
import org.featurescope.web.catalog.SourceFacts;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.featurescope.web.evidence.EvidenceReader;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.FeatureFacts;
import org.featurescope.web.explanation.Explanation;
import org.featurescope.web.explanation.Explanations;
import org.featurescope.web.feature.FeaturePage.Group;
import org.featurescope.web.text.Vocabularies;
import org.featurescope.web.text.Vocabulary;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the pages of features. */
@Component
public class FeaturePages {

    private final Catalog catalog;
    private final EvidenceReader evidence;
    private final Explanations explanations;
    private final Vocabularies vocabularies;

    FeaturePages(Catalog catalog, EvidenceReader evidence, Explanations explanations, Vocabularies vocabularies) {
        this.catalog = catalog;
        this.evidence = evidence;
        this.explanations = explanations;
        this.vocabularies = vocabularies;
    }

    /**
     * A page, and what its HTML needs besides.
     *
     * @param peaks where its top examples have their peaks, the most frequent first
     * @param nextLayers its hook point one layer below and above
     * @param beside the features before and after it
     */
    record Shown(
            FeaturePage page,
            Place place,
            List<PeakToken> peaks,
            List<SourceFacts> nextLayers,
            EvidenceReader.Beside beside) {}

    /**
     * @param index text of the address: a number without leading zeros
     * @param run text of the parameter; null: the newest run
     * @param choice groups whose examples are shown
     */
    Shown show(String model, String source, String index, @Nullable String run, GroupChoice choice) {
        Place place = place(model, source, run);
        FeatureFacts feature = feature(place, index);
        StoredEvidence kept = evidence.kept(place, feature.index());
        List<ExampleGroup> read = kept.groups().stream()
                .filter(group -> group.kind() == GroupKind.TOP || choice.holds(group.kind(), group.number()))
                .toList();
        List<List<Example>> examples = evidence.examples(place, read);
        List<Group> groups = new ArrayList<>();
        List<PeakToken> peaks = List.of();
        for (int i = 0; i < read.size(); i++) {
            ExampleGroup group = read.get(i);
            if (group.kind() == GroupKind.TOP) {
                peaks = PeakToken.of(examples.get(i));
            }
            if (choice.holds(group.kind(), group.number())) {
                groups.add(new Group(GroupChoice.name(group.kind(), group.number()), examples.get(i)));
            }
        }
        EvidenceReader.Beside beside = evidence.beside(place, feature.index());
        List<Explanation> explained = explanations.of(place.keys().sourceId(), feature.index());
        return new Shown(
                page(place, feature, kept, groups, explained, beside), place, peaks, catalog.nextLayers(place), beside);
    }

    /**
     * The pages of several features, by as many queries as for one, in the order asked for; empty for an index that its source does
     * not have. They do not say which features are beside them.
     *
     * @param mostExamples of each group that are read
     */
    public List<Optional<FeaturePage>> read(List<EvidenceReader.Wanted> wanted, GroupChoice choice, int mostExamples) {
        List<Optional<FeatureFacts>> facts = evidence.features(wanted);
        List<EvidenceReader.Wanted> there = IntStream.range(0, wanted.size())
                .filter(i -> facts.get(i).isPresent())
                .mapToObj(wanted::get)
                .toList();
        List<StoredEvidence> kept = evidence.kept(there);
        List<List<ExampleGroup>> groups =
                kept.stream().map(each -> chosen(each, choice, mostExamples)).toList();
        Iterator<List<Example>> examples = evidence.examples(
                        IntStream.range(0, there.size())
                                .boxed()
                                .flatMap(i -> groups.get(i).stream()
                                        .map(group -> there.get(i).place()))
                                .toList(),
                        groups.stream().flatMap(List::stream).toList())
                .iterator();
        Map<Explanations.Key, List<Explanation>> explained =
                explanations.of(there.stream().map(FeaturePages::key).distinct().toList());
        List<Optional<FeaturePage>> pages = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < wanted.size(); i++) {
            if (facts.get(i).isEmpty()) {
                pages.add(Optional.empty());
                continue;
            }
            List<Group> read = groups.get(next).stream()
                    .map(group -> new Group(GroupChoice.name(group), examples.next()))
                    .toList();
            pages.add(Optional.of(page(
                    wanted.get(i).place(),
                    facts.get(i).orElseThrow(),
                    kept.get(next++),
                    read,
                    explained.getOrDefault(key(wanted.get(i)), List.of()),
                    EvidenceReader.Beside.NOT_ASKED)));
        }
        return pages;
    }

    private static Explanations.Key key(EvidenceReader.Wanted feature) {
        return new Explanations.Key(feature.place().keys().sourceId(), feature.index());
    }

    private static List<ExampleGroup> chosen(StoredEvidence kept, GroupChoice choice, int mostExamples) {
        return kept.groups().stream()
                .filter(group -> choice.holds(group.kind(), group.number()))
                .map(group -> new ExampleGroup(
                        group.kind(),
                        group.number(),
                        group.low(),
                        group.high(),
                        group.tokens(),
                        group.contexts(),
                        group.examples()
                                .subList(
                                        0,
                                        Math.min(mostExamples, group.examples().size()))))
                .toList();
    }

    Place place(String model, String source, @Nullable String run) {
        return catalog.place(model, source, run);
    }

    /** Ends in a 404 that says which there are. @param index text of the address */
    FeatureFacts feature(Place place, String index) {
        if (!index.matches("0|[1-9][0-9]{0,8}")) {
            throw unknownIndex(place, index);
        }
        return evidence.feature(place, Integer.parseInt(index)).orElseThrow(() -> unknownIndex(place, index));
    }

    private FeaturePage page(
            Place place,
            FeatureFacts feature,
            StoredEvidence kept,
            List<Group> groups,
            List<Explanation> explained,
            EvidenceReader.Beside beside) {
        SourceFacts source = place.source();
        Vocabulary vocabulary = vocabularies.get(place.keys().tokenizerId());
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
                labels(place, kept),
                kept.lookup() == null ? null : LookupFacts.of(kept.lookup(), vocabulary),
                kept.weights() == null ? null : WeightFacts.of(kept.weights(), feature, place, vocabulary),
                kept.groups().stream()
                        .map(group -> GroupFacts.of(group, place.run()))
                        .toList(),
                groups,
                explained,
                beside.before() == null ? null : json(place, beside.before()),
                beside.after() == null ? null : json(place, beside.after()));
    }

    static List<LabelFacts> labels(Place place, StoredEvidence kept) {
        List<RunLabel> labels = place.run().labels();
        return kept.labels().stream()
                .map(label -> LabelFacts.of(labels.get(label.label()), label))
                .toList();
    }

    private static String json(Place place, int index) {
        return Links.pinned(
                Links.featureJson(place.source().model(), place.source().name(), index), place.pin());
    }

    static PageProblem unknownIndex(Place place, String index) {
        SourceFacts source = place.source();
        int last = source.features() - 1;
        return PageProblem.notFound(
                Words.of(
                        place.run().origin() == null ? "problem.feature" : "problem.feature.import",
                        source.model() + " " + source.name(),
                        source.featureNoun(),
                        index,
                        Numbers.count(last)),
                Words.of("problem.go"),
                List.of(
                        new PageLink(
                                Words.of("problem.feature.first"), Links.feature(source.model(), source.name(), 0)),
                        new PageLink(
                                Words.of("problem.feature.last", String.valueOf(last)),
                                Links.feature(source.model(), source.name(), last)),
                        new PageLink(
                                Words.of("problem.feature.all", source.name()),
                                Links.source(source.model(), source.name())),
                        new PageLink(
                                Words.of("problem.feature.random"), Links.randomOf(source.model(), source.name()))));
    }
}
