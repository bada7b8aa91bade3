package org.featurescope.web.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunLabel;
import org.featurescope.web.column.Column;
import org.featurescope.web.column.ColumnKey;
import org.featurescope.web.column.FeatureColumns;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.featurescope.web.evidence.FeatureLists;
import org.featurescope.web.evidence.ListedFeature;
import org.featurescope.web.label.LabelsPage.Chosen;
import org.featurescope.web.label.LabelsPage.LabelEntry;
import org.featurescope.web.label.LabelsPage.Row;
import org.featurescope.web.source.Glimpse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes the pages of labels. */
@Component
class LabelPages {

    private final Catalog catalog;
    private final FeatureColumns columns;
    private final FeatureLists features;

    LabelPages(Catalog catalog, FeatureColumns columns, FeatureLists features) {
        this.catalog = catalog;
        this.columns = columns;
        this.features = features;
    }

    /** A label of a model, and where it is known: the same words in the same corpus, in the newest run of each source. */
    private record ModelLabel(String corpus, @Nullable String label, RunLabel newest, String key, List<Site> sites) {}

    /** One source that a label is known in. @param number of the label in its run */
    private record Site(Place place, int number) {

        FeatureColumns.Wanted auc() {
            return new FeatureColumns.Wanted(place, ColumnKey.of(Metric.AUC, number));
        }
    }

    /**
     * @param places of the sources whose labels are shown
     * @param hasPrevious whether there is a page before
     * @param previous where it begins; null: with the first feature
     * @param next null: this is the last page
     */
    record Shown(
            LabelsPage page,
            LabelRequest request,
            List<Place> places,
            @Nullable String key,
            boolean hasPrevious,
            @Nullable LabelCursor previous,
            @Nullable LabelCursor next) {}

    @Transactional(readOnly = true)
    public Shown show(LabelRequest request) {
        List<Place> places = request.run() == null
                ? catalog.newestPlaces(request.model())
                : catalog.placesOfRun(request.model(), request.run());
        List<ModelLabel> labels = labels(places);
        ModelLabel chosen = request.label() == null ? null : chosen(labels, request, request.label());
        return chosen == null
                ? new Shown(page(labels, request, null), request, places, null, false, null, null)
                : one(labels, chosen, request, places);
    }

    private static List<ModelLabel> labels(List<Place> places) {
        Map<List<@Nullable String>, List<Site>> sites = new LinkedHashMap<>();
        Map<List<@Nullable String>, RunLabel> newest = new LinkedHashMap<>();
        places.stream()
                .sorted(Comparator.comparingInt((Place place) -> place.run().id())
                        .reversed())
                .forEach(place -> place.run().labels().forEach(label -> {
                    List<@Nullable String> name = Arrays.asList(label.corpus(), label.label());
                    newest.putIfAbsent(name, label);
                    sites.computeIfAbsent(name, each -> new ArrayList<>()).add(new Site(place, label.number()));
                }));
        List<ModelLabel> labels = new ArrayList<>();
        sites.forEach((name, where) -> {
            RunLabel label = Objects.requireNonNull(newest.get(name));
            labels.add(new ModelLabel(
                    label.corpus(),
                    label.label(),
                    label,
                    where.get(0).place().run().labelKey(label),
                    inOrder(where)));
        });
        labels.sort(Comparator.comparing(ModelLabel::corpus)
                .thenComparing(ModelLabel::label, Comparator.nullsLast(Comparator.naturalOrder())));
        return labels;
    }

    /** By layer, then name, so that equal AUCs are in the order of the model page. */
    private static List<Site> inOrder(List<Site> sites) {
        return sites.stream()
                .sorted(Comparator.comparing(
                                (Site site) -> site.place().source().layer(),
                                Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(site -> site.place().source().name()))
                .toList();
    }

    private static ModelLabel chosen(List<ModelLabel> labels, LabelRequest request, String wanted) {
        String model = request.model();
        Optional<ModelLabel> chosen =
                labels.stream().filter(label -> label.newest().isCalled(wanted)).findFirst();
        return chosen.orElseThrow(() -> PageProblem.notFound(
                Words.of("problem.label.none", model, wanted),
                labels.isEmpty() ? Words.of("problem.go") : Words.of("problem.label.known", model),
                labels.isEmpty()
                        ? List.of(new PageLink(model, Links.model(model)))
                        : labels.stream()
                                .map(label -> new PageLink(label.newest().title(), request.label(label.key())))
                                .toList()));
    }

    private Shown one(List<ModelLabel> labels, ModelLabel label, LabelRequest request, List<Place> places) {
        List<Site> sites = label.sites().stream()
                .filter(site -> request.holds(site.place().source().kind()))
                .toList();
        Map<FeatureColumns.Wanted, Column> read =
                columns.read(sites.stream().map(Site::auc).toList());
        LabelRanking ranking = new LabelRanking(
                sites.stream()
                        .map(site -> Objects.requireNonNull(read.get(site.auc())))
                        .toList(),
                request.descending());
        LabelRanking.Shown shown = ranking.after(place(request.after(), sites), request.limit());
        boolean hasNext = shown.before() + shown.places().size() < shown.all();
        LabelCursor next = hasNext && !shown.places().isEmpty()
                ? cursor(shown.places().get(shown.places().size() - 1), sites)
                : null;
        LabelCursor previous = shown.previous() == null ? null : cursor(shown.previous(), sites);
        String json = Links.json(request.label(label.key()));
        Chosen chosen = new Chosen(
                label.corpus(),
                label.label(),
                label.newest().contexts(),
                label.newest().tokens(),
                request.kind() == null ? "all" : request.kind(),
                request.descending() ? "desc" : "asc",
                shown.all(),
                shown.places().isEmpty() ? 0 : shown.before() + 1,
                rows(shown, sites, request),
                shown.before() == 0 ? null : request.page(json, previous),
                next == null ? null : request.page(json, next));
        return new Shown(
                page(labels, request, chosen), request, places, label.key(), shown.before() > 0, previous, next);
    }

    private static LabelRanking.@Nullable Place place(@Nullable LabelCursor after, List<Site> sites) {
        if (after == null) {
            return null;
        }
        int source = IntStream.range(0, sites.size())
                .filter(i -> sites.get(i).place().keys().sourceId() == after.sourceId())
                .findFirst()
                .orElse(sites.size());
        return new LabelRanking.Place(after.auc(), source, after.feature());
    }

    private static LabelCursor cursor(LabelRanking.Place last, List<Site> sites) {
        int sourceId = sites.get(last.source()).place().keys().sourceId();
        return new LabelCursor(last.auc(), sourceId, last.feature());
    }

    private List<Row> rows(LabelRanking.Shown shown, List<Site> sites, LabelRequest request) {
        List<ListedFeature> listed = features.read(shown.places().stream()
                .map(place -> new FeatureLists.Wanted(sites.get(place.source()).place(), place.feature()))
                .toList());
        return IntStream.range(0, listed.size())
                .mapToObj(i -> row(shown.before() + i + 1, shown.places().get(i).auc(), listed.get(i), request))
                .toList();
    }

    private static Row row(int rank, float auc, ListedFeature feature, LabelRequest request) {
        Place place = feature.place();
        int index = feature.facts().index();
        return new Row(
                rank,
                place.source().name(),
                place.source().kind(),
                index,
                Links.pinned(
                        Links.feature(place.source().model(), place.source().name(), index), request.pin()),
                place.run().id(),
                auc,
                feature.facts().statistics(),
                feature.raised(),
                Glimpse.of(feature.top()));
    }

    private static LabelsPage page(List<ModelLabel> labels, LabelRequest request, @Nullable Chosen chosen) {
        String model = request.model();
        return new LabelsPage(
                1,
                model,
                request.label() == null ? request.labels() : request.label(request.label()),
                labels.stream()
                        .map(label -> new LabelEntry(
                                label.corpus(),
                                label.label(),
                                request.label(label.key()),
                                label.newest().contexts(),
                                label.newest().tokens()))
                        .toList(),
                chosen);
    }
}
