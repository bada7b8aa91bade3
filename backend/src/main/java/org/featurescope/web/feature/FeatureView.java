package org.featurescope.web.feature;

import java.util.List;
import java.util.OptionalInt;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.SaeView;
import org.featurescope.web.catalog.SourceFacts;
import org.featurescope.web.chart.HistogramDrawing;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.feature.FeaturePage.Group;
import org.featurescope.web.feature.Shades.Swatch;
import org.jspecify.annotations.Nullable;

/**
 * A page of a feature as its template shows it: numbers printed, tokens shaded, addresses made.
 *
 * @param crumbs the way from the start page to here
 * @param noun what the feature is called
 * @param unit of its activations, in short
 * @param sae null unless the source is an SAE
 * @param whole whether whole contexts are shown
 * @param snippets this page with short examples
 * @param contexts this page with whole contexts
 * @param newest this page in the newest run; null when that is the one shown
 * @param layers the feature of the same index one layer below and above
 */
public record FeatureView(
        String title,
        List<PageLink> crumbs,
        String noun,
        String unit,
        @Nullable SaeView sae,
        boolean whole,
        HistogramDrawing histogram,
        String histogramText,
        List<Swatch> legend,
        List<GroupView> groups,
        String snippets,
        String contexts,
        String json,
        String random,
        @Nullable String previous,
        @Nullable String next,
        @Nullable String newest,
        List<PageLink> layers) {

    /** Examples of one group. */
    public record GroupView(String name, List<ExampleView> examples) {}

    static FeatureView of(FeaturePages.Shown shown, boolean whole) {
        FeaturePage page = shown.page();
        Place place = shown.place();
        SourceFacts source = place.source();
        Shades shades = Shades.of(page.statistics());
        HistogramDrawing histogram = HistogramDrawing.of(page.statistics().histogram());
        String model = page.model();
        int index = page.index();
        String plain = Links.feature(model, source.name(), index);
        return new FeatureView(
                "%s · %s · %s %d".formatted(model, source.name(), source.featureNoun(), index),
                List.of(
                        new PageLink(model, Links.model(model)),
                        new PageLink(source.name(), Links.pinned(Links.source(model, source.name()), place.pin()))),
                source.featureNoun(),
                source.sae() == null ? "raw activation" : "raw latent activation",
                SaeView.of(place),
                whole,
                histogram,
                histogramText(histogram),
                shades.legend(page.statistics()),
                page.groups().stream().map(group -> group(group, shades, whole)).toList(),
                page.url(),
                viewed(page.url(), true),
                Links.pinned(Links.featureJson(model, source.name(), index), place.pin()),
                Links.pinned(Links.randomOf(model, source.name()), place.pin()),
                page.previous() == null ? null : html(model, source.name(), index - 1, place.pin(), whole),
                page.next() == null ? null : html(model, source.name(), index + 1, place.pin(), whole),
                place.isOutdated() ? viewed(plain, whole) : null,
                shown.nextLayers().stream()
                        .filter(other -> index < other.features())
                        .map(other -> new PageLink(other.name(), html(model, other.name(), index, place.pin(), whole)))
                        .toList());
    }

    private static String histogramText(HistogramDrawing histogram) {
        return "Number of tokens by activation, from %s to %s in %d bins of equal width; heights are logarithmic."
                .formatted(histogram.lowest(), histogram.highest(), histogram.bins());
    }

    private static GroupView group(Group group, Shades shades, boolean whole) {
        return new GroupView(
                group.name(),
                group.examples().stream()
                        .map(example -> ExampleView.of(group.name(), example, shades, whole))
                        .toList());
    }

    private static String html(String model, String source, int index, OptionalInt pin, boolean whole) {
        return viewed(Links.pinned(Links.feature(model, source, index), pin), whole);
    }

    private static String viewed(String url, boolean whole) {
        return whole ? Links.with(url, "view", "context") : url;
    }
}
