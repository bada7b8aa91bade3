package org.featurescope.web.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.featurescope.web.chart.OverlaidHistograms;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Share;
import org.featurescope.web.common.SiteAddress;
import org.featurescope.web.common.Words;
import org.featurescope.web.evidence.Statistics;
import org.featurescope.web.feature.ComparePage.Compared;
import org.featurescope.web.feature.ComparePage.Of;
import org.featurescope.web.feature.ComparePage.Pair;
import org.featurescope.web.feature.ComparePage.Shared;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * Features side by side as the template shows them.
 *
 * @param columns one for each feature, in the order asked for
 * @param rows statistics, with as many values as columns
 * @param labels the AUC of labels, likewise; those that differ most come first
 * @param missing why there is no shared context; null: there are some
 */
public record CompareView(
        String title,
        String action,
        List<Field> fields,
        boolean compares,
        List<Column> columns,
        List<Row> rows,
        @Nullable OverlaidHistograms histograms,
        List<Row> labels,
        List<PairView> pairs,
        List<SharedView> shared,
        @Nullable String missing,
        String json) {

    private static final int MOST_LABELS = 12;
    private static final int COLUMNS = 48;

    /** Where a feature is asked for. @param value the name of the one that is shown; empty: none is */
    public record Field(String mark, String value) {}

    /** @param mark the letter by which charts and texts name it */
    public record Column(String mark, String name, String url, String hookPoint, String run) {}

    public record Row(String name, List<String> values) {}

    public record PairView(String name, String cosine, String correlation, String shared) {}

    public record SharedView(
            String document, String documentUrl, @Nullable String label, List<Side> sides) {}

    /** What a feature does in a context. */
    public record Side(int number, String mark, ExampleView example) {}

    static CompareView of(ComparePages.Shown shown) {
        ComparePage page = shown.page();
        List<Compared> features = page.features();
        boolean compares = features.size() > 1;
        return new CompareView(
                features.isEmpty()
                        ? Words.of("compare")
                        : features.stream().map(CompareView::name).collect(Collectors.joining(Words.of("compare.and"))),
                Links.compare(List.of()),
                fields(shown.requests()),
                compares,
                IntStream.range(0, features.size())
                        .mapToObj(i -> new Column(
                                mark(i),
                                name(features.get(i)),
                                features.get(i).url(),
                                Objects.requireNonNullElse(features.get(i).hookPoint(), Words.of("import.hook")),
                                String.valueOf(features.get(i).run())))
                        .toList(),
                statistics(features),
                compares
                        ? OverlaidHistograms.of(features.stream()
                                .map(feature -> feature.statistics().drawn())
                                .toList())
                        : null,
                labels(features),
                page.pairs().stream().map(CompareView::pair).toList(),
                page.shared().stream().map(context -> shared(context, shown)).toList(),
                missing(page),
                Links.json(page.url()));
    }

    private static List<Field> fields(List<CompareRequest> requests) {
        return IntStream.range(0, CompareRequest.MOST)
                .mapToObj(i ->
                        new Field(mark(i), i < requests.size() ? requests.get(i).text() : ""))
                .toList();
    }

    private static String name(Compared feature) {
        return feature.model() + "/" + feature.source() + "/" + feature.index();
    }

    private static String mark(int feature) {
        return String.valueOf((char) ('A' + feature));
    }

    private static List<Row> statistics(List<Compared> features) {
        List<Row> rows = new ArrayList<>();
        rows.add(row(
                features,
                "compare.density",
                each -> Numbers.percent(each.statistics().density())));
        rows.add(row(
                features,
                "compare.maximum",
                each -> Numbers.significant(each.statistics().max(), 4)));
        rows.add(row(
                features,
                "compare.minimum",
                each -> Numbers.significant(each.statistics().min(), 4)));
        rows.add(row(
                features,
                "compare.mean",
                each -> Numbers.significant(each.statistics().mean(), 4)));
        rows.add(row(
                features, "compare.deviation", each -> known(each.statistics().standardDeviation())));
        rows.add(row(
                features, "compare.skewness", each -> known(each.statistics().skewness())));
        rows.add(row(
                features, "compare.kurtosis", each -> known(each.statistics().kurtosis())));
        return rows;
    }

    private interface Value {
        String of(Compared feature);
    }

    private static Row row(List<Compared> features, String key, Value value) {
        return new Row(Words.of(key), features.stream().map(value::of).toList());
    }

    private static String known(@Nullable Double value) {
        return value == null ? "–" : Numbers.significant(value, 4);
    }

    private static List<Row> labels(List<Compared> features) {
        Map<String, List<@Nullable Double>> byName = new TreeMap<>();
        for (int i = 0; i < features.size(); i++) {
            for (LabelFacts label : features.get(i).labels()) {
                List<@Nullable Double> values =
                        byName.computeIfAbsent(label.corpus() + "\0" + label.name(), name -> new ArrayList<>());
                while (values.size() < i) {
                    values.add(null);
                }
                values.add(label.auc());
            }
        }
        return byName.entrySet().stream()
                .sorted((a, b) -> Double.compare(spread(b.getValue()), spread(a.getValue())))
                .limit(MOST_LABELS)
                .map(entry -> new Row(
                        VisibleText.inLine(
                                entry.getKey().substring(entry.getKey().indexOf('\0') + 1)),
                        IntStream.range(0, features.size())
                                .mapToObj(i -> auc(entry.getValue(), i))
                                .toList()))
                .toList();
    }

    private static String auc(List<@Nullable Double> values, int feature) {
        Double value = feature < values.size() ? values.get(feature) : null;
        return value == null ? "–" : Numbers.fixed(value, 3);
    }

    /** How far the label stands out of any feature. */
    private static double spread(List<@Nullable Double> values) {
        double most = 0;
        for (Double value : values) {
            most = Math.max(most, value == null ? 0 : Math.abs(value - 0.5));
        }
        return most;
    }

    private static PairView pair(Pair pair) {
        return new PairView(
                mark(pair.first()) + " · " + mark(pair.second()),
                nearness(pair.cosine(), pair.cosineBelow()),
                nearness(pair.correlation(), pair.correlationBelow()),
                Numbers.count(pair.sharedContexts()));
    }

    private static String nearness(@Nullable Float value, @Nullable Float below) {
        if (value != null) {
            return Numbers.fixed(value, 3);
        }
        return below == null ? Words.of("compare.unknown") : "≤ " + Numbers.fixed(below, 3);
    }

    private static SharedView shared(Shared context, ComparePages.Shown shown) {
        Look look = Look.USUAL.wide(COLUMNS);
        List<Side> sides = new ArrayList<>();
        for (Of of : context.of()) {
            Compared feature = shown.page().features().get(of.feature());
            sides.add(new Side(
                    of.feature(),
                    mark(of.feature()),
                    ExampleView.of(
                            of.group(),
                            of.example(),
                            Shades.of(feature.statistics()),
                            new ExampleView.Origin(
                                    feature.model(),
                                    feature.permalink(),
                                    shown.places().get(of.feature()).run()),
                            look)));
        }
        ExampleView first = sides.get(0).example();
        return new SharedView(first.documentName(), first.documentUrl(), first.label(), sides);
    }

    private static @Nullable String missing(ComparePage page) {
        if (!page.shared().isEmpty()) {
            return null;
        }
        boolean oneRun = page.features().stream().map(Compared::run).distinct().count() == 1;
        return Words.of(oneRun ? "compare.none" : "compare.runs");
    }

    Share share(ComparePage page, SiteAddress site) {
        String description = page.features().stream()
                .map(feature -> Words.of("compare.description", name(feature), density(feature.statistics())))
                .collect(Collectors.joining("; "));
        return new Share(title, description + ".", site.of(page.url()), null, null, null);
    }

    private static String density(Statistics statistics) {
        return Numbers.percent(statistics.density());
    }
}
