package org.featurescope.web.feature;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.SaeView;
import org.featurescope.web.catalog.SourceFacts;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.SiteAddress;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;

/**
 * A page of a feature as its template shows it: numbers printed, tokens shaded, addresses made.
 *
 * @param crumbs the way from the start page to here
 * @param noun what the feature is called
 * @param unit of its activations, in short
 * @param sae null unless the source is an SAE
 * @param labels null: the run keeps nothing by label
 * @param lookup null: the run keeps none
 * @param weights null: the run keeps none
 * @param missing what the run does not keep of the feature, in words; null: nothing is missing
 * @param newest this page in the newest run; null when that is the one shown
 * @param spectrum null: the run keeps nothing by label, or there is but one
 * @param compare it beside those nearest to it; null: none is known
 * @param compareName how a comparison names it
 * @param compareAction where the form that compares it leads
 * @param permalink the whole address in this run
 * @param bibtex how to cite it
 * @param embed the HTML that shows it in a page of another site
 * @param layers the feature of the same index one layer below and above
 */
public record FeatureView(
        String title,
        List<PageLink> crumbs,
        String noun,
        String unit,
        @Nullable SaeView sae,
        GlanceView glance,
        NumbersView numbers,
        @Nullable SpectrumView spectrum,
        ExamplesView examples,
        @Nullable LabelsView labels,
        @Nullable LookupView lookup,
        @Nullable WeightsView weights,
        @Nullable String missing,
        String json,
        String random,
        @Nullable String previous,
        @Nullable Integer previousIndex,
        @Nullable String next,
        @Nullable Integer nextIndex,
        @Nullable String newest,
        List<PageLink> layers,
        @Nullable String compare,
        String compareName,
        String compareAction,
        String permalink,
        String bibtex,
        String embed) {

    /** Features beside it, at most. */
    private static final int COMPARED = 2;

    static FeatureView of(FeaturePages.Shown shown, Look look, SiteAddress site) {
        FeaturePage page = shown.page();
        Place place = shown.place();
        SourceFacts source = place.source();
        String model = page.model();
        int index = page.index();
        String unit = Words.of(source.isSae() ? "feature.unit.latent" : "feature.unit");
        Integer before = shown.beside().before();
        Integer after = shown.beside().after();
        return new FeatureView(
                Words.of("feature.title", model, source.name(), source.featureNoun(), String.valueOf(index)),
                List.of(
                        new PageLink(model, Links.model(model)),
                        new PageLink(source.name(), Links.pinned(Links.source(model, source.name()), place.pin()))),
                source.featureNoun(),
                unit,
                SaeView.of(place),
                GlanceView.of(page, shown.peaks()),
                NumbersView.of(page, look, unit),
                SpectrumView.of(page, look),
                ExamplesView.of(page, look),
                LabelsView.of(page, look),
                page.lookup() == null ? null : LookupView.of(page.lookup()),
                page.weights() == null
                        ? null
                        : WeightsView.of(page.weights(), page.source(), look.with(GroupChoice.TOP)),
                missing(page),
                json(page, place, look),
                Links.pinned(Links.randomOf(model, source.name()), place.pin()),
                before == null ? null : html(model, source.name(), before, place.pin(), look),
                before,
                after == null ? null : html(model, source.name(), after, place.pin(), look),
                after,
                place.isOutdated() ? look.on(Links.feature(model, source.name(), index)) : null,
                shown.nextLayers().stream()
                        .filter(other -> index < other.features())
                        .map(other -> new PageLink(other.name(), html(model, other.name(), index, place.pin(), look)))
                        .toList(),
                compare(page, place),
                compareName(page, place),
                Links.compare(List.of()),
                site.of(page.permalink()),
                Citation.of(page, site.of(page.permalink())),
                EmbedCode.of(page, site));
    }

    private static @Nullable String compare(FeaturePage page, Place place) {
        String pin = place.pin().isPresent() ? "@" + place.pin().getAsInt() : "";
        List<String> near = page.weights() == null
                ? List.of()
                : page.weights().similar().stream()
                        .sorted(Comparator.comparing(WeightFacts.Neighbour::value)
                                .reversed())
                        .limit(COMPARED)
                        .map(each -> page.model() + "/" + each.source() + "/" + each.index() + pin)
                        .toList();
        String own = compareName(page, place);
        return near.isEmpty()
                ? null
                : Links.compare(Stream.concat(Stream.of(own), near.stream()).toList());
    }

    /** How {@code /compare} names it. */
    private static String compareName(FeaturePage page, Place place) {
        String pin = place.pin().isPresent() ? "@" + place.pin().getAsInt() : "";
        return page.model() + "/" + page.source() + "/" + page.index() + pin;
    }

    private static @Nullable String missing(FeaturePage page) {
        if (page.run().origin() != null) {
            return Words.of("import.missing", page.run().origin());
        }
        return page.statistics().activeContexts() == null ? Words.of("feature.old") : null;
    }

    /** The twin holds the same group. */
    private static String json(FeaturePage page, Place place, Look look) {
        String url = Links.pinned(Links.featureJson(page.model(), page.source(), page.index()), place.pin());
        return Look.USUAL.with(look.group()).on(url);
    }

    private static String html(String model, String source, int index, OptionalInt pin, Look look) {
        return look.with(look.group().ofKind()).on(Links.pinned(Links.feature(model, source, index), pin));
    }
}
