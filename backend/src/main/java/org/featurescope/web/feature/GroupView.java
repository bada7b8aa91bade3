package org.featurescope.web.feature;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.SignCase;
import org.featurescope.web.catalog.RunLabel;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A group of examples as the template shows it.
 *
 * @param title null where the tab says it
 * @param note from how many the examples were chosen
 * @param more how many examples are kept but not shown
 * @param all where they are; null: nothing is left out
 */
public record GroupView(
        String name,
        @Nullable String title,
        String note,
        List<ExampleView> examples,
        int more,
        @Nullable String all) {

    /** The examples as items of a list, in HTML. */
    public String items() {
        return ExampleMarkup.items(examples);
    }

    /** @param shown how many of the examples */
    static GroupView of(
            GroupFacts facts, List<Example> examples, int shown, Shades shades, FeaturePage page, Look look) {
        return new GroupView(
                facts.name(),
                title(facts, look),
                note(facts, page),
                examples.stream()
                        .limit(shown)
                        .map(example -> ExampleView.of(
                                facts.name(),
                                example,
                                shades,
                                new ExampleView.Origin(page.model(), page.permalink(), page.run()),
                                look))
                        .toList(),
                examples.size() - shown,
                shown == examples.size() ? null : look.with(single(facts)).on(page.url()));
    }

    private static GroupChoice single(GroupFacts facts) {
        return new GroupChoice(facts.kind(), facts.number());
    }

    private static @Nullable String title(GroupFacts facts, Look look) {
        return switch (facts.kind()) {
            case TOP, BOTTOM, RANDOM -> look.group().equals(GroupChoice.ALL) ? ExamplesView.title(facts.kind()) : null;
            case INTERVAL -> interval(facts.low(), facts.high());
            case LABEL -> label(facts);
            case SIGN_CASE -> signs(SignCase.values()[facts.number()]);
        };
    }

    /** The outermost of imported quantiles are open. */
    private static String interval(@Nullable Float low, @Nullable Float high) {
        if (low == null || high == null) {
            return low == null
                    ? Words.of("group.range.below", Numbers.significant(high, 4))
                    : Words.of("group.range.above", Numbers.significant(low, 4));
        }
        return Words.of("group.range", Numbers.significant(low, 4), Numbers.significant(high, 4));
    }

    private static String label(GroupFacts facts) {
        RunLabel label = facts.label();
        return label == null || label.label() == null ? Words.of("label.none.name") : VisibleText.inLine(label.label());
    }

    private static String signs(SignCase signs) {
        return Words.of("group.signs." + signs.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static String note(GroupFacts facts, FeaturePage page) {
        StringJoiner note = new StringJoiner(" · ");
        if (facts.kind() == GroupKind.LABEL) {
            auc(facts, page, note);
        }
        if (facts.tokens() != null && facts.tokenShare() != null) {
            note.add(share("group.share.tokens", facts.tokenShare(), facts.tokens()));
        } else if (facts.tokenShare() != null) {
            note.add(Words.of("group.share.only", Numbers.percent(facts.tokenShare())));
        }
        if (facts.contexts() != null && facts.contextShare() != null) {
            note.add(share("group.share.contexts", facts.contextShare(), facts.contexts()));
        }
        return note.toString();
    }

    private static void auc(GroupFacts facts, FeaturePage page, StringJoiner note) {
        page.labels().stream()
                .filter(label -> label.number() == facts.number() && label.auc() != null)
                .forEach(label ->
                        note.add(Words.of("group.auc", Numbers.fixed(label.auc() == null ? 0 : label.auc(), 3))));
    }

    private static String share(String key, double share, long count) {
        return Words.of(key, Numbers.percent(share), Numbers.count(count));
    }
}
