package org.featurescope.web.source;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.SaeView;
import org.featurescope.web.chart.HistogramDrawing;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.Words;
import org.featurescope.web.evidence.ListedFeature.Raised;
import org.featurescope.web.source.SourcePage.LabelAuc;
import org.featurescope.web.source.SourcePage.Row;
import org.featurescope.web.source.SourcePages.Listed;
import org.featurescope.web.text.TokenChip;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list as its template shows it: numbers printed, addresses made.
 *
 * @param numbers headings of the columns of numbers, the index first
 * @param auc the heading of the AUC; null: the run has no labels
 * @param logits whether features of the page raise tokens
 * @param range which features of the list are shown: {@code 51–100 of 684 matching, of 1,024 neurons}
 * @param plot null on pages after the first
 * @param beginning the first page of the list; null: this is it
 */
public record SourceView(
        List<PageLink> crumbs,
        String noun,
        String nouns,
        @Nullable SaeView sae,
        String caption,
        FilterView filter,
        List<Heading> numbers,
        @Nullable Heading auc,
        boolean logits,
        List<RowView> rows,
        String range,
        @Nullable PlotView plot,
        String action,
        @Nullable String beginning,
        @Nullable String previous,
        @Nullable String next,
        String json,
        String random,
        @Nullable String newest) {

    private static final int TOKENS = 3;

    /**
     * A column that can be sorted by.
     *
     * @param url the list sorted by it, the other way round if it already is
     * @param sorted {@code ascending} or {@code descending}; null: by something else
     */
    public record Heading(
            String name, String note, String url, @Nullable String sorted) {}

    /**
     * @param numbers as many as headings, without the index
     * @param label null: the run has none
     * @param top null for a feature without examples
     */
    public record RowView(
            int index,
            String url,
            List<String> numbers,
            @Nullable LabelView label,
            HistogramDrawing histogram,
            List<TokenChip> raises,
            @Nullable Glimpse top) {}

    /** @param auc null: not defined */
    public record LabelView(
            String name, String url, @Nullable String auc) {}

    static SourceView of(Listed listed) {
        SourcePage page = listed.page();
        Place place = listed.place();
        ListQuery query = listed.request().query();
        ListCursor after = listed.request().after();
        String plain = Links.source(page.model(), page.source());
        String html = Links.pinned(plain, place.pin());
        String nouns = place.source().featureNouns();
        String label = page.label() == null ? null : page.label().title();
        List<Metric> columns = ListColumns.of(query, page.run());
        return new SourceView(
                List.of(new PageLink(page.model(), Links.model(page.model()))),
                place.source().featureNoun(),
                nouns,
                SaeView.of(place),
                Words.of("source.caption", nouns, page.source(), query.sort().title(), query.direction()),
                FilterView.of(query, place, html, label),
                headings(columns, query, html),
                page.run().labels().isEmpty() ? null : heading(SortKey.of(Metric.AUC), query, html),
                page.features().stream().anyMatch(row -> !row.raises().isEmpty()),
                page.features().stream().map(row -> row(row, columns, page)).toList(),
                range(page, nouns),
                page.plot() == null ? null : PlotView.of(page.plot(), query, page.run(), html, nouns, page.matching()),
                plain,
                after == null ? null : query.on(html),
                listed.previous() == null ? null : query.on(html, listed.previous()),
                listed.next() == null ? null : query.on(html, listed.next()),
                query.on(Links.pinned(Links.sourceJson(page.model(), page.source()), place.pin()), after),
                Links.pinned(Links.randomOf(page.model(), page.source()), place.pin()),
                place.isOutdated() ? plain : null);
    }

    private static String range(SourcePage page, String nouns) {
        String matching = Numbers.count(page.matching());
        String whole = page.matching() == page.featureCount()
                ? Words.of("source.all", matching, nouns)
                : Words.of("source.matching", matching, Numbers.count(page.featureCount()), nouns);
        return page.first() == 0 || page.features().size() == page.matching()
                ? whole
                : Words.of(
                        "source.range",
                        Numbers.count(page.first()),
                        Numbers.count(page.first() + page.features().size() - 1),
                        whole);
    }

    private static List<Heading> headings(List<Metric> columns, ListQuery query, String html) {
        List<Heading> headings = new ArrayList<>();
        headings.add(heading(SortKey.INDEX, query, html));
        columns.forEach(metric -> headings.add(heading(SortKey.of(metric), query, html)));
        return headings;
    }

    private static Heading heading(SortKey key, ListQuery query, String html) {
        boolean current = query.sort().equals(key);
        boolean descending = current ? !query.descending() : key.usuallyDescending();
        return new Heading(
                key.title(),
                key.metric() == null ? "" : key.metric().note(),
                query.sortedBy(key, descending).on(html),
                current ? (query.descending() ? "descending" : "ascending") : null);
    }

    private static RowView row(Row row, List<Metric> columns, SourcePage page) {
        return new RowView(
                row.index(),
                row.url(),
                columns.stream().map(metric -> print(row, metric)).toList(),
                label(row, page),
                HistogramDrawing.of(row.statistics().drawn()),
                row.raises().stream()
                        .limit(TOKENS)
                        .map(Raised::token)
                        .map(TokenChip::of)
                        .toList(),
                row.top() == null ? null : row.top().visible());
    }

    private static String print(Row row, Metric metric) {
        Double value = ListColumns.value(row, metric);
        return metric.print(value);
    }

    /** The chosen label, or the best one of the feature. */
    private static @Nullable LabelView label(Row row, SourcePage page) {
        if (page.label() != null) {
            Float auc = row.labelAuc();
            return new LabelView(
                    page.label().title(),
                    Links.label(page.model(), page.run().labelKey(page.label())),
                    auc == null ? null : Metric.AUC.print(auc));
        }
        LabelAuc best = row.bestLabel();
        return best == null
                ? null
                : new LabelView(
                        page.run().labels().get(best.number()).title(),
                        Links.label(
                                page.model(),
                                page.run().labelKey(page.run().labels().get(best.number()))),
                        Metric.AUC.print(best.auc()));
    }
}
