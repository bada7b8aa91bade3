package org.featurescope.web.source;

import java.util.Arrays;
import java.util.List;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.SaeView;
import org.featurescope.web.chart.HistogramDrawing;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.evidence.Cursor;
import org.featurescope.web.evidence.ListOrder;
import org.featurescope.web.evidence.ListOrder.Sort;
import org.featurescope.web.evidence.Statistics;
import org.featurescope.web.source.SourcePage.BestLabel;
import org.featurescope.web.source.SourcePage.Glimpse;
import org.featurescope.web.source.SourcePage.Row;
import org.featurescope.web.source.SourcePages.Listed;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list as its template shows it: numbers printed, addresses made.
 *
 * @param measured whether the run has more than density, maximum and examples
 */
public record SourceView(
        List<PageLink> crumbs,
        String noun,
        String nouns,
        @Nullable SaeView sae,
        String caption,
        List<Heading> headings,
        boolean measured,
        List<RowView> rows,
        @Nullable String previous,
        @Nullable String next,
        String json,
        String random,
        @Nullable String newest) {

    /**
     * A column that can be sorted by.
     *
     * @param url the list sorted by it, the other way round if it already is
     * @param sorted {@code ascending} or {@code descending}; null: by something else
     */
    public record Heading(String name, String url, @Nullable String sorted) {}

    /**
     * @param kurtosis null, like the three below: not measured, or not defined
     * @param top null for a feature without examples
     */
    public record RowView(
            int index,
            String url,
            String density,
            String max,
            @Nullable String kurtosis,
            @Nullable String label,
            @Nullable String auc,
            @Nullable String lookup,
            HistogramDrawing histogram,
            @Nullable Glimpse top) {}

    static SourceView of(Listed listed) {
        SourcePage page = listed.page();
        Place place = listed.place();
        String plain = Links.source(page.model(), page.source());
        String html = Links.pinned(plain, place.pin());
        String json = Links.pinned(Links.sourceJson(page.model(), page.source()), place.pin());
        String noun = place.source().featureNoun();
        return new SourceView(
                List.of(new PageLink(page.model(), Links.model(page.model()))),
                noun,
                noun + "s",
                SaeView.of(place),
                "%ss of %s, sorted by %s, %s".formatted(noun, page.source(), page.sort(), page.order()),
                Arrays.stream(Sort.values())
                        .map(sort -> heading(html, sort, listed.request().order()))
                        .toList(),
                page.run().evidence() != null,
                page.features().stream().map(SourceView::row).toList(),
                listed.previous() == null ? null : SourceLinks.page(html, listed.previous()),
                listed.next() == null ? null : SourceLinks.page(html, listed.next()),
                json(listed, json),
                Links.pinned(Links.randomOf(page.model(), page.source()), place.pin()),
                place.isOutdated() ? plain : null);
    }

    private static String json(Listed listed, String json) {
        Cursor after = listed.request().after();
        return after == null ? SourceLinks.list(json, listed.request().order()) : SourceLinks.page(json, after);
    }

    private static Heading heading(String html, Sort sort, ListOrder now) {
        boolean current = now.sort() == sort;
        boolean descending = current ? !now.descending() : sort.usuallyDescending();
        return new Heading(
                sort.parameter(),
                SourceLinks.list(html, new ListOrder(sort, descending)),
                current ? (now.descending() ? "descending" : "ascending") : null);
    }

    private static RowView row(Row row) {
        Statistics statistics = row.statistics();
        BestLabel label = row.bestLabel();
        return new RowView(
                row.index(),
                row.url(),
                Numbers.percent(statistics.density()),
                Numbers.significant(statistics.max(), 4),
                statistics.kurtosis() == null ? null : Numbers.significant(statistics.kurtosis(), 3),
                label == null ? null : label.label() == null ? "no label" : label.label(),
                label == null ? null : Numbers.fixed(label.auc(), 3),
                row.lookupShare() == null ? null : Numbers.fixed(100 * row.lookupShare(), 0) + "\u202F%",
                HistogramDrawing.of(statistics.histogram()),
                visible(row.top()));
    }

    private static @Nullable Glimpse visible(@Nullable Glimpse glimpse) {
        return glimpse == null
                ? null
                : new Glimpse(
                        VisibleText.inLine(glimpse.before()),
                        VisibleText.inLine(glimpse.token()),
                        VisibleText.inLine(glimpse.after()),
                        glimpse.peak(),
                        glimpse.document());
    }
}
