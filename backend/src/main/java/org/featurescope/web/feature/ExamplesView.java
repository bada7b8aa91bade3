package org.featurescope.web.feature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.web.common.Words;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.feature.NumbersView.Switch;
import org.featurescope.web.feature.Shades.Swatch;
import org.jspecify.annotations.Nullable;

/**
 * Examples as the template shows them: the chosen groups, and the way to the other ones.
 *
 * @param tabs ways of choosing examples, those of the run alone
 * @param views short, wide or whole
 * @param borders the other way to look at tokens, with or without their borders
 * @param layout how the list is set: {@code kwic}, {@code wide} or {@code whole}
 * @param note how the examples were chosen; null: in more ways than one
 */
public record ExamplesView(
        List<Switch> tabs,
        List<Switch> views,
        Switch borders,
        List<Swatch> legend,
        String layout,
        @Nullable String note,
        List<GroupView> groups) {

    private static final int MOST_SNIPPETS = 60;
    private static final int MOST_CONTEXTS = 20;

    static ExamplesView of(FeaturePage page, Look look) {
        Shades shades = Shades.of(page.statistics());
        return new ExamplesView(
                tabs(page, look),
                views(page, look),
                new Switch(
                        Words.of("view.borders"),
                        look.withBorders(!look.borders()).on(page.url()),
                        look.borders()),
                shades.legend(page.statistics()),
                look.whole() ? "whole" : look.isOneLine() ? "kwic" : "wide",
                look.group().kind() == null ? null : note(look.group().kind()),
                groups(page, look, shades));
    }

    private static List<Switch> tabs(FeaturePage page, Look look) {
        List<Switch> tabs = new ArrayList<>();
        for (GroupKind kind : List.of(
                GroupKind.TOP,
                GroupKind.BOTTOM,
                GroupKind.SIGN_CASE,
                GroupKind.INTERVAL,
                GroupKind.RANDOM,
                GroupKind.LABEL)) {
            if (page.directory().stream().anyMatch(group -> group.kind() == kind)) {
                GroupChoice choice = new GroupChoice(kind, null);
                boolean current = look.group().equals(choice) || look.group().kind() == kind; // one group of the kind
                tabs.add(new Switch(title(kind), look.with(choice).on(page.url()), current));
            }
        }
        return tabs;
    }

    static String title(GroupKind kind) {
        return Words.of("group." + GroupChoice.plural(kind));
    }

    private static String note(GroupKind kind) {
        return Words.of("group." + GroupChoice.plural(kind) + ".note");
    }

    private static List<Switch> views(FeaturePage page, Look look) {
        return List.of(
                new Switch(
                        Words.of("view.snippets"), look.wide(Look.USUAL_COLUMNS).on(page.url()), look.isOneLine()),
                new Switch(
                        Words.of("view.wide"),
                        look.wide(Look.WIDE_COLUMNS).on(page.url()),
                        !look.whole() && !look.isOneLine()),
                new Switch(Words.of("view.contexts"), look.wholeContexts().on(page.url()), look.whole()));
    }

    private static List<GroupView> groups(FeaturePage page, Look look, Shades shades) {
        Map<String, List<Example>> examples =
                page.groups().stream().collect(Collectors.toMap(FeaturePage.Group::name, FeaturePage.Group::examples));
        List<GroupFacts> chosen = page.directory().stream()
                .filter(group -> examples.containsKey(group.name()))
                .sorted(order(page))
                .toList();
        List<Integer> shown =
                Portion.of(chosen.stream().map(GroupFacts::examples).toList(), room(look, chosen.size()));
        return IntStream.range(0, chosen.size())
                .mapToObj(i -> GroupView.of(
                        chosen.get(i),
                        examples.getOrDefault(chosen.get(i).name(), List.of()),
                        shown.get(i),
                        shades,
                        page,
                        look))
                .toList();
    }

    /** Of a single group, all is shown. */
    private static int room(Look look, int groups) {
        if (groups == 1) {
            return Integer.MAX_VALUE;
        }
        return look.whole() ? MOST_CONTEXTS : MOST_SNIPPETS;
    }

    /** Intervals from the highest down, labels from the one that stands out most. */
    private static Comparator<GroupFacts> order(FeaturePage page) {
        Map<Integer, LabelFacts> labels =
                page.labels().stream().collect(Collectors.toMap(LabelFacts::number, Function.identity()));
        return Comparator.comparing(GroupFacts::kind).thenComparingDouble(group -> switch (group.kind()) {
            case INTERVAL -> -group.number();
            case LABEL -> {
                LabelFacts label = labels.get(group.number());
                yield label == null ? 0 : -label.distance();
            }
            default -> group.number();
        });
    }
}
