package org.featurescope.web.feature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.db.format.StoredEvidence;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Links;
import org.featurescope.web.evidence.EvidenceReader;
import org.featurescope.web.evidence.EvidenceReader.Wanted;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.FeatureFacts;
import org.featurescope.web.feature.ComparePage.Compared;
import org.featurescope.web.feature.ComparePage.Of;
import org.featurescope.web.feature.ComparePage.Pair;
import org.featurescope.web.feature.ComparePage.Shared;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes pages that compare features. */
@Component
class ComparePages {

    private static final int MOST_SHARED = 20;

    /** Groups whose examples say what a feature does, and not how a sample fell. */
    private static final List<GroupKind> TELLING =
            List.of(GroupKind.TOP, GroupKind.BOTTOM, GroupKind.SIGN_CASE, GroupKind.LABEL);

    private final Catalog catalog;
    private final EvidenceReader evidence;

    ComparePages(Catalog catalog, EvidenceReader evidence) {
        this.catalog = catalog;
        this.evidence = evidence;
    }

    /** A page, and the places of its features. */
    record Shown(ComparePage page, List<CompareRequest> requests, List<Place> places) {}

    /** One of the features with all that is known of it. */
    private record Read(Place place, FeatureFacts facts, StoredEvidence kept) {

        String source() {
            return place.source().name();
        }
    }

    /** A context of a run, and the features that have it as an example, the telling one of each. */
    private record Key(int run, long context) {}

    private record Found(int feature, ExampleGroup group, org.featurescope.core.evidence.Example example) {}

    @Transactional(readOnly = true)
    public Shown show(List<CompareRequest> requests) {
        if (requests.isEmpty()) {
            return new Shown(
                    new ComparePage(1, Links.compare(List.of()), List.of(), List.of(), List.of()), requests, List.of());
        }
        List<Place> places = catalog.places(requests.stream()
                .map(each -> new Catalog.Wanted(each.model(), each.source(), each.run()))
                .toList());
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            wanted.add(
                    new Wanted(places.get(i), Integer.parseInt(requests.get(i).index())));
        }
        List<Optional<FeatureFacts>> facts = evidence.features(wanted);
        for (int i = 0; i < requests.size(); i++) {
            if (facts.get(i).isEmpty()) {
                throw FeaturePages.unknownIndex(places.get(i), requests.get(i).index());
            }
        }
        List<StoredEvidence> kept = evidence.kept(wanted);
        List<Read> read = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            read.add(new Read(places.get(i), facts.get(i).orElseThrow(), kept.get(i)));
        }
        Map<Key, List<Found>> shared = shared(read);
        return new Shown(
                new ComparePage(
                        1,
                        Links.compare(
                                requests.stream().map(CompareRequest::text).toList()),
                        read.stream().map(ComparePages::compared).toList(),
                        pairs(read, shared),
                        texts(read, shared)),
                requests,
                places);
    }

    private static Compared compared(Read read) {
        Place place = read.place;
        String url = Links.feature(place.source().model(), place.source().name(), read.facts.index());
        return new Compared(
                place.source().model(),
                place.source().name(),
                read.facts.index(),
                place.source().kind(),
                place.source().hookPoint(),
                Links.pinned(url, place.pin()),
                Links.pinned(url, OptionalInt.of(place.run().id())),
                place.run().id(),
                place.run().tokens(),
                read.facts.statistics(),
                FeaturePages.labels(place, read.kept));
    }

    private static Map<Key, List<Found>> shared(List<Read> read) {
        Map<Key, List<Found>> all = new HashMap<>();
        for (int feature = 0; feature < read.size(); feature++) {
            Map<Long, Found> own = new HashMap<>();
            for (ExampleGroup group : read.get(feature).kept.groups()) {
                if (TELLING.contains(group.kind())) {
                    for (org.featurescope.core.evidence.Example example : group.examples()) {
                        own.putIfAbsent(example.context(), new Found(feature, group, example));
                    }
                }
            }
            int run = read.get(feature).place.run().id();
            own.forEach((context, found) -> all.computeIfAbsent(new Key(run, context), key -> new ArrayList<>())
                    .add(found));
        }
        all.values().removeIf(found -> found.size() < 2);
        return all;
    }

    /** Those that most features share come first, then those with the largest peaks, each beside its feature's maximum. */
    private List<Shared> texts(List<Read> read, Map<Key, List<Found>> shared) {
        List<List<Found>> shown = new TreeMap<>(shared(shared))
                .values().stream()
                        .sorted(Comparator.<List<Found>>comparingInt(List::size)
                                .thenComparingDouble(found -> strength(read, found))
                                .reversed())
                        .limit(MOST_SHARED)
                        .toList();
        List<Found> all = shown.stream().flatMap(List::stream).toList();
        List<Example> texts = evidence.texts(
                all.stream().map(found -> read.get(found.feature).place).toList(),
                all.stream().map(Found::example).toList());
        List<Shared> contexts = new ArrayList<>();
        int at = 0;
        for (List<Found> found : shown) {
            List<Of> of = new ArrayList<>();
            for (Found each : found) {
                of.add(new Of(each.feature, GroupChoice.name(each.group), texts.get(at++)));
            }
            contexts.add(new Shared(of));
        }
        return contexts;
    }

    /** In an order that is the same every time. */
    private static Map<String, List<Found>> shared(Map<Key, List<Found>> shared) {
        Map<String, List<Found>> named = new HashMap<>();
        shared.forEach((key, found) -> named.put("%010d %020d".formatted(key.run, key.context), found));
        return named;
    }

    private static double strength(List<Read> read, List<Found> found) {
        return found.stream()
                .mapToDouble(each -> {
                    FeatureFacts facts = read.get(each.feature).facts;
                    double most = Math.max(
                            magnitude(facts.statistics().max()),
                            magnitude(facts.statistics().min()));
                    return most == 0 ? 0 : Math.abs(each.example.peak()) / most;
                })
                .sum();
    }

    private static float magnitude(@Nullable Float value) {
        return value == null ? 0 : Math.abs(value);
    }

    private static List<Pair> pairs(List<Read> read, Map<Key, List<Found>> shared) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            for (int j = i + 1; j < read.size(); j++) {
                pairs.add(pair(read, i, j, shared));
            }
        }
        return pairs;
    }

    private static Pair pair(List<Read> read, int i, int j, Map<Key, List<Found>> shared) {
        Nearness cosine = Nearness.cosine(read.get(i), read.get(j));
        Nearness correlation = Nearness.correlation(read.get(i), read.get(j));
        int contexts = (int) shared.values().stream()
                .filter(found -> found.stream().anyMatch(each -> each.feature == i)
                        && found.stream().anyMatch(each -> each.feature == j))
                .count();
        return new Pair(i, j, cosine.value, cosine.below, correlation.value, correlation.below, contexts);
    }

    /**
     * @param value as one of the two keeps it; null: neither does
     * @param below what it cannot exceed then, because nearer ones were kept; null: nothing is known
     */
    private record Nearness(@Nullable Float value, @Nullable Float below) {

        /** So many neighbours a run keeps, of each kind. */
        private static final int KEPT = 10;

        private static final Nearness UNKNOWN = new Nearness(null, null);

        static Nearness cosine(Read a, Read b) {
            return of(
                    a,
                    b,
                    (from, to) -> from.kept.weights() == null
                            ? List.of()
                            // Kept apart: the nearest of the own source, and of all others.
                            : from.kept.weights().similar().stream()
                                    .filter(near -> near.source().equals(from.source())
                                            == to.source().equals(from.source()))
                                    .toList());
        }

        static Nearness correlation(Read a, Read b) {
            return of(
                    a,
                    b,
                    (from, to) -> from.kept.weights() == null
                            ? List.of()
                            : from.kept.weights().coactive());
        }

        private static Nearness of(Read a, Read b, BiFunction<Read, Read, List<FeatureWeights.Neighbour>> nearest) {
            if (a.place.run().id() != b.place.run().id()) {
                return UNKNOWN;
            }
            List<Nearness> ways = List.of(oneWay(b, nearest.apply(a, b)), oneWay(a, nearest.apply(b, a)));
            return ways.stream()
                    .filter(way -> way.value != null)
                    .findFirst()
                    .or(() -> ways.stream()
                            .filter(way -> way.below != null)
                            .min(Comparator.comparing(way -> way.below == null ? Float.MAX_VALUE : way.below)))
                    .orElse(UNKNOWN);
        }

        /** A list that is not full holds all that can be compared, so what is not in it has no value. */
        private static Nearness oneWay(Read to, List<FeatureWeights.Neighbour> nearest) {
            Float value = nearest.stream()
                    .filter(near -> near.source().equals(to.source()) && near.index() == to.facts.index())
                    .findFirst()
                    .map(FeatureWeights.Neighbour::value)
                    .orElse(null);
            Float smallest = nearest.size() < KEPT
                    ? null
                    : nearest.get(nearest.size() - 1).value();
            return value != null ? new Nearness(value, null) : new Nearness(null, smallest);
        }
    }
}
