package org.featurescope.web.label;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.featurescope.web.chart.HistogramDrawing;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.Words;
import org.featurescope.web.evidence.ListedFeature.Raised;
import org.featurescope.web.label.LabelPages.Shown;
import org.featurescope.web.label.LabelsPage.Chosen;
import org.featurescope.web.label.LabelsPage.LabelEntry;
import org.featurescope.web.label.LabelsPage.Row;
import org.featurescope.web.source.Glimpse;
import org.featurescope.web.text.TokenChip;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The page of labels as its template shows it.
 *
 * @param title of the chosen label, or of all
 * @param pinned number of the run that is shown alone; null: the newest of each source are
 * @param newest the same without it
 * @param corpora each with its labels
 * @param chosen null: no label is
 */
public record LabelsView(
        List<PageLink> crumbs,
        String title,
        @Nullable Integer pinned,
        String newest,
        List<CorpusView> corpora,
        @Nullable ChosenView chosen,
        String json) {

    private static final int TOKENS = 3;

    public record CorpusView(String name, List<LabelView> labels) {}

    /** @param current whether it is the chosen one */
    public record LabelView(String name, String url, String contexts, String tokens, boolean current) {}

    /**
     * @param kinds and orders: links to other views of the same
     * @param logits whether features of the page raise tokens
     */
    public record ChosenView(
            String facts,
            List<Choice> kinds,
            List<Choice> orders,
            String range,
            boolean logits,
            List<RowView> rows,
            @Nullable String beginning,
            @Nullable String previous,
            @Nullable String next) {}

    public record Choice(String name, String url, boolean current) {}

    public record RowView(
            String rank,
            String name,
            String url,
            String auc,
            String density,
            String max,
            HistogramDrawing histogram,
            List<TokenChip> raises,
            @Nullable Glimpse top) {}

    static LabelsView of(Shown shown) {
        LabelsPage page = shown.page();
        LabelRequest request = shown.request();
        String model = page.model();
        String json = shown.key() == null
                ? Links.json(request.labels())
                : request.page(Links.json(request.label(shown.key())), request.after());
        List<PageLink> crumbs =
                new ArrayList<>(List.of(new PageLink(model, Links.pinned(Links.model(model), request.pin()))));
        if (page.chosen() != null) {
            crumbs.add(new PageLink(Words.of("label.all.title"), request.labels()));
        }
        return new LabelsView(
                crumbs,
                page.chosen() == null
                        ? Words.of("label.all.title")
                        : Words.of("label.title", title(page.chosen().label())),
                request.pin().isPresent() ? request.pin().getAsInt() : null,
                shown.key() == null ? Links.labels(model) : Links.label(model, shown.key()),
                corpora(page),
                shown.key() == null || page.chosen() == null ? null : chosen(shown, page.chosen(), shown.key()),
                json);
    }

    private static String title(@Nullable String label) {
        return label == null ? Words.of("label.none.name") : VisibleText.inLine(label);
    }

    private static List<CorpusView> corpora(LabelsPage page) {
        Map<String, List<LabelView>> corpora = new LinkedHashMap<>();
        for (LabelEntry label : page.labels()) {
            corpora.computeIfAbsent(label.corpus(), corpus -> new ArrayList<>())
                    .add(new LabelView(
                            title(label.label()),
                            label.url(),
                            Numbers.count(label.contexts()),
                            Numbers.count(label.tokens()),
                            isChosen(label, page.chosen())));
        }
        return corpora.entrySet().stream()
                .map(corpus -> new CorpusView(corpus.getKey(), corpus.getValue()))
                .toList();
    }

    private static boolean isChosen(LabelEntry label, @Nullable Chosen chosen) {
        return chosen != null
                && label.corpus().equals(chosen.corpus())
                && title(label.label()).equals(title(chosen.label()));
    }

    private static ChosenView chosen(Shown shown, Chosen chosen, String key) {
        LabelRequest request = shown.request();
        String url = request.label(key);
        return new ChosenView(
                Words.of(
                        "label.facts",
                        Numbers.count(chosen.contexts()),
                        Numbers.count(chosen.tokens()),
                        chosen.corpus()),
                Stream.concat(Stream.of("all"), LabelRequest.KINDS.stream())
                        .map(kind -> kind(kind, request, url))
                        .toList(),
                List.of(
                        new Choice(
                                Words.of("label.orders.desc"),
                                request.on(url, request.kind(), true, null),
                                request.descending()),
                        new Choice(
                                Words.of("label.orders.asc"),
                                request.on(url, request.kind(), false, null),
                                !request.descending())),
                range(chosen),
                chosen.rows().stream().anyMatch(row -> !row.raises().isEmpty()),
                chosen.rows().stream().map(LabelsView::row).toList(),
                request.after() == null ? null : request.page(url, null),
                shown.hasPrevious() ? request.page(url, shown.previous()) : null,
                shown.next() == null ? null : request.page(url, shown.next()));
    }

    private static Choice kind(String kind, LabelRequest request, String url) {
        boolean all = kind.equals("all");
        boolean current = all ? request.kind() == null : kind.equals(request.kind());
        return new Choice(
                Words.of("label.kinds." + kind),
                request.on(url, all ? null : kind, request.descending(), null),
                current);
    }

    private static String range(Chosen chosen) {
        String all = Numbers.count(chosen.features());
        return chosen.rows().size() == chosen.features()
                ? Words.of("label.count", all)
                : Words.of(
                        "label.range",
                        Numbers.count(chosen.first()),
                        Numbers.count((long) chosen.first() + chosen.rows().size() - 1),
                        all);
    }

    private static RowView row(Row row) {
        return new RowView(
                Numbers.count(row.rank()),
                row.source() + "/" + row.index(),
                row.url(),
                Metric.AUC.print(row.auc()),
                Metric.DENSITY.print(row.statistics().density()),
                Metric.MAX.print(row.statistics().max()),
                HistogramDrawing.of(row.statistics().drawn()),
                row.raises().stream()
                        .limit(TOKENS)
                        .map(Raised::token)
                        .map(TokenChip::of)
                        .toList(),
                row.top() == null ? null : row.top().visible());
    }
}
