package org.featurescope.web.feature;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.SourceFacts;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.Share;
import org.featurescope.web.common.SiteAddress;
import org.featurescope.web.common.Words;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.Nearby;
import org.featurescope.web.feature.NumbersView.Switch;
import org.featurescope.web.feature.Shades.Swatch;
import org.featurescope.web.text.TokenChip;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The page of an example as its template shows it.
 *
 * @param origin where the document comes from, as the corpus says
 * @param position of the peak in its context
 * @param duplicates other places of the same text
 * @param tokens the same tokens as a table, one row each
 * @param before what is stored of the document before the context; empty: nothing
 * @param after what is stored of it after the context; empty: nothing
 * @param newest this feature in the newest run; null when that is the one shown
 */
public record ExamplePageView(
        String title,
        List<PageLink> crumbs,
        String noun,
        String feature,
        String group,
        String groupUrl,
        ExampleView example,
        List<Swatch> legend,
        Switch borders,
        String peak,
        @Nullable String documentTitle,
        @Nullable String licence,
        @Nullable String origin,
        String corpusUrl,
        String position,
        String positionNote,
        List<String> duplicates,
        List<TokenRow> tokens,
        String before,
        String after,
        String json,
        @Nullable String previous,
        @Nullable String next,
        @Nullable String newest) {

    /** @param value its activation; null for special tokens, which do not count */
    public record TokenRow(
            int position, TokenChip token, int id, @Nullable String value, boolean peak) {}

    static ExamplePageView of(ExamplePages.Shown shown, Look look) {
        ExamplePage page = shown.page();
        Place place = shown.place();
        SourceFacts source = place.source();
        Example example = page.example();
        Shades shades = Shades.of(page.statistics());
        String plain = Links.feature(page.model(), page.source(), page.index());
        String feature = Links.pinned(plain, place.pin());
        String name = GroupChoice.name(page.group().kind(), page.group().number());
        GroupChoice group = new GroupChoice(page.group().kind(), page.group().number());
        ExampleView view = ExampleView.of(
                name, example, shades, new ExampleView.Origin(page.model(), feature(page), page.run()), look);
        return new ExamplePageView(
                Words.of(
                        "example.title",
                        "%s · %s · %s %d".formatted(page.model(), page.source(), source.featureNoun(), page.index()),
                        name,
                        String.valueOf(example.rank())),
                List.of(
                        new PageLink(page.model(), Links.model(page.model())),
                        new PageLink(
                                page.source(), Links.pinned(Links.source(page.model(), page.source()), place.pin())),
                        new PageLink(String.valueOf(page.index()), feature)),
                source.featureNoun(),
                feature,
                ExamplesView.title(page.group().kind()),
                Look.USUAL.with(group).on(feature),
                view,
                shades.legend(page.statistics()),
                new Switch(
                        Words.of("view.borders"),
                        look.borders() ? page.url() : Links.with(page.url(), "borders", "on"),
                        look.borders()),
                view.peakValue(),
                visible(example.title()),
                visible(example.licence()),
                visible(example.source()),
                Links.corpus(ExampleView.corpusHash(page.run(), example)),
                Numbers.count(example.peakPosition()),
                Words.of(
                        "example.position.note", Numbers.count(example.context()), Numbers.count(example.firstToken())),
                example.repeats().stream().map(ExampleView::place).toList(),
                tokens(example),
                nearby(page, true),
                nearby(page, false),
                Links.json(page.url()),
                page.previous() == null ? null : beside(page, feature, name, -1),
                page.next() == null ? null : beside(page, feature, name, 1),
                place.isOutdated() ? plain : null);
    }

    private static @Nullable String visible(@Nullable String text) {
        return text == null ? null : VisibleText.inLine(text);
    }

    private static String feature(ExamplePage page) {
        return Links.pinned(
                Links.feature(page.model(), page.source(), page.index()),
                OptionalInt.of(page.run().id()));
    }

    private static String beside(ExamplePage page, String feature, String group, int step) {
        return Links.example(feature, group, page.example().rank() + step);
    }

    private static List<TokenRow> tokens(Example example) {
        return IntStream.range(0, example.tokenIds().size())
                .mapToObj(i -> new TokenRow(
                        i,
                        TokenChip.of(example.tokens().get(i)),
                        example.tokenIds().get(i),
                        example.text().isSpecial(i) ? null : activation(example, i),
                        i == example.peakPosition()))
                .toList();
    }

    private static String activation(Example example, int position) {
        Float activation = example.activations().get(position);
        if (activation == null) {
            return Numbers.ABSENT;
        }
        float error =
                position == example.peakPosition() ? 0 : example.precision().error(activation);
        return Numbers.within(error, activation, 4);
    }

    /** The text of the contexts on one side; an ellipsis stands where some are not stored. */
    private static String nearby(ExamplePage page, boolean before) {
        int here = page.example().context();
        StringBuilder text = new StringBuilder();
        int last = before ? -1 : here;
        for (Nearby each : page.surrounding()) {
            if (before == each.context() < here) {
                text.append(last >= 0 && each.context() != last + 1 ? " … " : "");
                text.append(VisibleText.inLines(each.text()));
                last = each.context();
            }
        }
        return before && last >= 0 && last != here - 1 ? text + " …" : text.toString();
    }

    Share share(ExamplePage page, SiteAddress site) {
        String description = Words.of(
                "example.description",
                noun,
                String.valueOf(page.index()),
                page.source(),
                page.model(),
                peak,
                VisibleText.glimpse(page.example().text().around(page.example().peakPosition(), 60)));
        return new Share(
                title,
                description,
                site.of(page.permalink()),
                site.of(Links.pinned(
                        Links.featureCard(page.model(), page.source(), page.index()),
                        OptionalInt.of(page.run().id()))),
                Words.of("card.alt", noun, String.valueOf(page.index()), page.source(), page.model()),
                null);
    }
}
