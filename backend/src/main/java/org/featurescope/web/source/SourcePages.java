package org.featurescope.web.source;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Links;
import org.featurescope.web.evidence.Cursor;
import org.featurescope.web.evidence.EvidenceReader;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.FeatureFacts;
import org.featurescope.web.evidence.ListOrder;
import org.featurescope.web.source.SourcePage.BestLabel;
import org.featurescope.web.source.SourcePage.Glimpse;
import org.featurescope.web.source.SourcePage.Row;
import org.featurescope.web.text.Passage;
import org.featurescope.web.text.Piece;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes the pages of a list. */
@Component
class SourcePages {

    static final int PAGE_FEATURES = 50;
    private static final int GLIMPSE_COLUMNS = 48;

    private final Catalog catalog;
    private final EvidenceReader evidence;

    SourcePages(Catalog catalog, EvidenceReader evidence) {
        this.catalog = catalog;
        this.evidence = evidence;
    }

    /** A page, its place and request, and the cursors of the pages beside it; null where there is none. */
    record Listed(
            SourcePage page,
            Place place,
            SourceRequest request,
            @Nullable Cursor previous,
            @Nullable Cursor next) {}

    @Transactional(readOnly = true)
    public Listed list(SourceRequest request) {
        Place place = place(request);
        Cursor after = request.after();
        boolean backward = after != null && after.backward();
        List<FeatureFacts> found = evidence.list(place, request.order(), after, PAGE_FEATURES + 1);
        boolean more = found.size() > PAGE_FEATURES; // in the direction of reading
        int from = more && backward ? 1 : 0;
        List<FeatureFacts> shown = found.subList(from, Math.min(found.size(), from + PAGE_FEATURES));
        boolean hasPrevious = backward ? more : after != null;
        boolean hasNext = backward || more;
        Cursor previous = hasPrevious && !shown.isEmpty() ? cursor(place, request, true, shown.get(0)) : null;
        Cursor next = hasNext && !shown.isEmpty() ? cursor(place, request, false, shown.get(shown.size() - 1)) : null;
        return new Listed(page(place, request.order(), shown, previous, next), place, request, previous, next);
    }

    /** A cursor stays in its run; it pins the page only when a newer run has come since. */
    private Place place(SourceRequest request) {
        Place place = catalog.place(request.model(), request.source(), request.run());
        Cursor after = request.after();
        return after == null || after.run() == place.run().id()
                ? place
                : catalog.place(request.model(), request.source(), String.valueOf(after.run()));
    }

    private SourcePage page(
            Place place,
            ListOrder order,
            List<FeatureFacts> features,
            @Nullable Cursor previous,
            @Nullable Cursor next) {
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
                order.sort().parameter(),
                order.direction(),
                rows(place, features),
                previous == null ? null : SourceLinks.page(json, previous),
                next == null ? null : SourceLinks.page(json, next));
    }

    private List<Row> rows(Place place, List<FeatureFacts> features) {
        Map<Integer, Example> tops = evidence.topExamples(
                place, features.stream().map(FeatureFacts::index).toList());
        return features.stream()
                .map(feature -> new Row(
                        feature.index(),
                        Links.pinned(
                                Links.feature(
                                        place.source().model(), place.source().name(), feature.index()),
                                place.pin()),
                        feature.statistics(),
                        feature.lookupShare(),
                        BestLabel.of(feature, place.run().labels()),
                        glimpse(tops.get(feature.index()))))
                .toList();
    }

    private static @Nullable Glimpse glimpse(@Nullable Example example) {
        if (example == null) {
            return null;
        }
        Passage passage = example.text().around(example.peakPosition(), GLIMPSE_COLUMNS);
        return new Glimpse(
                text(passage.before()),
                passage.peak().text(),
                text(passage.after()),
                example.peak(),
                example.document());
    }

    private static String text(List<Piece> pieces) {
        return pieces.stream()
                .filter(piece -> !piece.special())
                .map(Piece::text)
                .collect(Collectors.joining());
    }

    private static Cursor cursor(Place place, SourceRequest request, boolean backward, FeatureFacts feature) {
        Number key = switch (request.order().sort()) {
            case INDEX -> feature.index();
            case DENSITY -> feature.statistics().activeTokens();
            case MAX -> feature.statistics().max();
        };
        return new Cursor(place.run().id(), request.order(), backward, key, feature.index());
    }
}
