package org.featurescope.web.feature;

import java.util.List;
import java.util.OptionalInt;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.SiteAddress;
import org.featurescope.web.common.Words;
import org.featurescope.web.feature.Shades.Swatch;
import org.jspecify.annotations.Nullable;

/**
 * A feature in a frame of another site, as the template shows it.
 *
 * @param theme {@code light} or {@code dark}; null: what the reader's system says
 * @param facts statistics in one line; null: not wanted
 */
public record EmbedView(
        String title,
        String noun,
        String feature,
        String canonical,
        @Nullable String theme,
        @Nullable String facts,
        List<Swatch> legend,
        List<ExampleView> examples) {

    private static final int MOST_EXAMPLES = 20;

    /** What the address asks for, as it stands there. */
    record Options(String examples, String theme, String statistics) {

        int count(String url) {
            int count = examples.matches("[0-9]{1,2}") ? Integer.parseInt(examples) : 0;
            if (count < 1 || count > MOST_EXAMPLES) {
                throw refused(url, "problem.examples", String.valueOf(MOST_EXAMPLES), examples);
            }
            return count;
        }

        @Nullable String theme(String url) {
            return switch (theme) {
                case "system" -> null;
                case "light", "dark", "contrast" -> theme;
                default -> throw refused(url, "problem.theme", theme);
            };
        }

        boolean statistics(String url) {
            return switch (statistics) {
                case "on" -> true;
                case "off" -> false;
                default -> throw refused(url, "problem.either", "statistics", "on", "off", statistics);
            };
        }

        private static PageProblem refused(String url, String key, String... values) {
            return PageProblem.badRequest(
                    Words.of(key, values),
                    Words.of("problem.go"),
                    List.of(new PageLink(Words.of("problem.frame"), url)));
        }
    }

    static EmbedView of(FeaturePages.Shown shown, Look look, Options options, SiteAddress site) {
        FeaturePage page = shown.page();
        String plain = Links.feature(page.model(), page.source(), page.index());
        String url = Links.featureEmbed(page.model(), page.source(), page.index());
        Shades shades = Shades.of(page.statistics());
        String noun = shown.place().source().featureNoun();
        return new EmbedView(
                "%s · %s · %s %d".formatted(page.model(), page.source(), noun, page.index()),
                noun,
                Links.pinned(plain, OptionalInt.of(page.run().id())),
                site.of(plain),
                options.theme(url),
                options.statistics(url) ? facts(page, shown.place().source().hookPointText()) : null,
                shades.legend(page.statistics()),
                page.groups().stream()
                        .flatMap(group -> group.examples().stream()
                                .map(example -> ExampleView.of(
                                        group.name(),
                                        example,
                                        shades,
                                        new ExampleView.Origin(page.model(), page.permalink(), page.run()),
                                        look)))
                        .limit(options.count(url))
                        .toList());
    }

    private static String facts(FeaturePage page, String hookPoint) {
        return Words.of(
                "embed.facts",
                hookPoint,
                Numbers.percent(page.statistics().density()),
                Numbers.significant(page.statistics().max(), 4));
    }
}
