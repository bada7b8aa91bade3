package org.featurescope.web.feature;

import java.util.List;
import java.util.StringJoiner;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.SignCase;
import org.featurescope.web.catalog.RunLabel;
import org.featurescope.web.common.Numbers;
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
            return low == null ? "below " + Numbers.significant(high, 4) : "above " + Numbers.significant(low, 4);
        }
        return Numbers.significant(low, 4) + " to " + Numbers.significant(high, 4);
    }

    private static String label(GroupFacts facts) {
        RunLabel label = facts.label();
        return label == null || label.label() == null ? "no label" : VisibleText.inLine(label.label());
    }

    private static String signs(SignCase signs) {
        return switch (signs) {
            case GATE_POSITIVE_INPUT_POSITIVE -> "gate above 0, input above 0";
            case GATE_POSITIVE_INPUT_NEGATIVE -> "gate above 0, input below 0";
            case GATE_NEGATIVE_INPUT_POSITIVE -> "gate below 0, input above 0";
            case GATE_NEGATIVE_INPUT_NEGATIVE -> "gate below 0, input below 0";
        };
    }

    private static String note(GroupFacts facts, FeaturePage page) {
        StringJoiner note = new StringJoiner(" · ");
        if (facts.kind() == GroupKind.LABEL) {
            auc(facts, page, note);
        }
        if (facts.tokens() != null && facts.tokenShare() != null) {
            note.add(share(facts.tokenShare(), facts.tokens(), "token"));
        } else if (facts.tokenShare() != null) {
            note.add(Numbers.percent(facts.tokenShare()) + " of tokens");
        }
        if (facts.contexts() != null && facts.contextShare() != null) {
            note.add(share(facts.contextShare(), facts.contexts(), "context"));
        }
        return note.toString();
    }

    private static void auc(GroupFacts facts, FeaturePage page, StringJoiner note) {
        page.labels().stream()
                .filter(label -> label.number() == facts.number() && label.auc() != null)
                .forEach(label -> note.add("AUC " + Numbers.fixed(label.auc() == null ? 0 : label.auc(), 3)));
    }

    private static String share(double share, long count, String noun) {
        return "%s of %ss (%s)".formatted(Numbers.percent(share), noun, Numbers.count(count));
    }
}
