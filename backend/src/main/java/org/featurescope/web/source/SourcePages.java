package org.featurescope.web.source;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.chart.Scatter;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Links;
import org.featurescope.web.evidence.FeatureFacts;
import org.featurescope.web.evidence.FeatureLists;
import org.featurescope.web.evidence.ListedFeature;
import org.featurescope.web.source.FeatureSelection.Selected;
import org.featurescope.web.source.SourcePage.Filter;
import org.featurescope.web.source.SourcePage.LabelAuc;
import org.featurescope.web.source.SourcePage.Row;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes the pages of a list, and what belongs to them. */
@Component
class SourcePages {

    private final Catalog catalog;
    private final FeatureSelection selection;
    private final FeatureLists features;
    private final PlotCache plots = new PlotCache();

    SourcePages(Catalog catalog, FeatureSelection selection, FeatureLists features) {
        this.catalog = catalog;
        this.selection = selection;
        this.features = features;
    }

    /** A page, its place and request, and the cursors of the pages beside it; null where there is none. */
    record Listed(
            SourcePage page,
            Place place,
            SourceRequest request,
            @Nullable ListCursor previous,
            @Nullable ListCursor next) {}

    @Transactional(readOnly = true)
    public Listed list(SourceRequest request) {
        Place place = place(request);
        ListQuery query = request.query();
        boolean withPlot = request.after() == null;
        Set<Metric> plotted =
                withPlot ? EnumSet.of(query.x().metric(), query.y().metric()) : EnumSet.noneOf(Metric.class);
        Selected selected = selection.select(place, query, plotted);
        Slice slice = Slice.of(selected.matches(), selected.ranking(), request.after(), request.limit());
        ListCursor previous =
                slice.hasPrevious() && !slice.ranks().isEmpty() ? cursor(place, query, true, slice) : null;
        ListCursor next = slice.hasNext() && !slice.ranks().isEmpty() ? cursor(place, query, false, slice) : null;
        PlotFacts plot = withPlot ? plots.get(place, query, () -> PlotFacts.of(place, query, selected)) : null;
        SourcePage page = page(place, request, selected, slice, plot, previous, next);
        return new Listed(page, place, request, previous, next);
    }

    /** A cursor stays in its run; it pins the page only when a newer run has come since. */
    private Place place(SourceRequest request) {
        Place place = catalog.place(request.model(), request.source(), request.run());
        ListCursor after = request.after();
        return after == null || after.run() == place.run().id()
                ? place
                : catalog.place(request.model(), request.source(), String.valueOf(after.run()));
    }

    private static ListCursor cursor(Place place, ListQuery query, boolean backward, Slice slice) {
        long rank = slice.ranks().get(backward ? 0 : slice.ranks().size() - 1);
        return new ListCursor(place.run().id(), query.fingerprint(), backward, rank);
    }

    private SourcePage page(
            Place place,
            SourceRequest request,
            Selected selected,
            Slice slice,
            @Nullable PlotFacts plot,
            @Nullable ListCursor previous,
            @Nullable ListCursor next) {
        ListQuery query = request.query();
        String model = place.source().model();
        String source = place.source().name();
        String json = Links.pinned(Links.sourceJson(model, source), place.pin());
        return new SourcePage(
                1,
                model,
                source,
                place.source().kind(),
                place.source().layer(),
                place.source().hookPoint(),
                place.source().features(),
                Links.pinned(Links.source(model, source), place.pin()),
                place.run(),
                place.source().sae(),
                place.fidelity(),
                query.sort().parameter(),
                query.direction(),
                selected.label(),
                query.life().parameter(),
                query.logit(),
                filters(query),
                slice.matching(),
                slice.ranks().isEmpty() ? 0 : slice.before() + 1,
                rows(place, selected, slice),
                plot,
                query.on(Links.pinned(Links.sourceCsv(model, source), place.pin())),
                previous == null ? null : request.json(json, previous),
                next == null ? null : request.json(json, next));
    }

    private static List<Filter> filters(ListQuery query) {
        return query.ranges().entrySet().stream()
                .map(filter -> new Filter(
                        filter.getKey().parameter(),
                        finite(filter.getValue().low()),
                        finite(filter.getValue().high())))
                .toList();
    }

    private static @Nullable Double finite(double bound) {
        return Double.isInfinite(bound) ? null : bound;
    }

    private List<Row> rows(Place place, Selected selected, Slice slice) {
        List<FeatureLists.Wanted> wanted = slice.ranks().stream()
                .map(rank -> new FeatureLists.Wanted(place, selected.ranking().feature(rank)))
                .toList();
        return features.read(wanted).stream()
                .map(feature -> row(feature, selected))
                .toList();
    }

    private static Row row(ListedFeature feature, Selected selected) {
        Place place = feature.place();
        FeatureFacts facts = feature.facts();
        Float key = selected.ranking().key() == null
                ? null
                : selected.ranking().key().get(facts.index());
        return new Row(
                facts.index(),
                Links.pinned(
                        Links.feature(place.source().model(), place.source().name(), facts.index()), place.pin()),
                key == null || key.isNaN() ? null : key,
                facts.statistics(),
                facts.lookupShare(),
                facts.inputNorm(),
                facts.outputNorm(),
                facts.inputOutputCosine(),
                LabelAuc.best(facts, place.run().labels()),
                selected.label() == null || facts.auc().isEmpty()
                        ? null
                        : facts.auc().get(selected.label().number()),
                feature.raised(),
                Glimpse.of(feature.top()));
    }

    /** Where the features of a list lie in its plot; see {@link Scatter#points}. */
    @Transactional(readOnly = true)
    public byte[] points(SourceRequest request) {
        Place place = place(request);
        ListQuery query = request.query();
        Metric across = query.x().metric();
        Metric up = query.y().metric();
        Selected selected = selection.select(place, query, EnumSet.of(across, up));
        return Scatter.points(
                PlotFacts.axis(query.x(), selected),
                PlotFacts.axis(query.y(), selected),
                place.source().features(),
                selected.matches(),
                selected.column(across)::get,
                selected.column(up)::get);
    }

    /** All numbers of all features of a list. */
    @Transactional(readOnly = true)
    public SourceCsv csv(SourceRequest request) {
        Place place = place(request);
        return new SourceCsv(place, selection.select(place, request.query(), EnumSet.allOf(Metric.class)));
    }
}
