package org.featurescope.web.feature;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.text.Passage;
import org.featurescope.web.text.Piece;
import org.jspecify.annotations.Nullable;

/**
 * An example in the HTML.
 *
 * @param anchor its id on the page, such as {@code top-3}
 * @param firstToken position in the context of the first token shown
 * @param tokenIds of the tokens shown, separated by spaces
 * @param times how often the text was found, like {@code ×3}; null: once
 * @param places where else it was found
 * @param morePlaces how many places are not listed here
 */
public record ExampleView(
        String anchor,
        Example example,
        String peakValue,
        List<TokenView> before,
        TokenView peak,
        List<TokenView> after,
        boolean cutBefore,
        boolean cutAfter,
        int firstToken,
        String tokenIds,
        @Nullable String times,
        List<String> places,
        int morePlaces) {

    private static final int SNIPPET_COLUMNS = 64;
    private static final int PLACES = 20;

    /** As many repeats as a run keeps. */
    private static final int MOST_REPEATS = 100;

    /** @param whole whether the whole context is shown, with its line breaks, or only what is near the peak, on one line */
    static ExampleView of(String group, Example example, Shades shades, boolean whole) {
        int peak = example.peakPosition();
        Passage passage = whole ? example.text().whole(peak) : example.text().around(peak, SNIPPET_COLUMNS);
        List<Piece> pieces = Stream.of(passage.before(), List.of(passage.peak()), passage.after())
                .flatMap(List::stream)
                .toList();
        Piece last = pieces.get(pieces.size() - 1);
        int from = pieces.get(0).firstToken();
        return new ExampleView(
                group + "-" + example.rank(),
                example,
                Numbers.significant(example.peak(), 4),
                tokens(passage.before(), example, shades, whole),
                token(passage.peak(), example, shades, whole),
                tokens(passage.after(), example, shades, whole),
                passage.cutBefore(),
                passage.cutAfter(),
                from,
                example.tokenIds().subList(from, last.firstToken() + last.tokens()).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")),
                times(example.repeats().size()),
                example.repeats().stream().limit(PLACES).map(ExampleView::place).toList(),
                Math.max(0, example.repeats().size() - PLACES));
    }

    private static @Nullable String times(int repeats) {
        if (repeats == 0) {
            return null;
        }
        return repeats < MOST_REPEATS ? "×" + (repeats + 1) : "×" + MOST_REPEATS + " or more";
    }

    private static String place(Example.Repeat repeat) {
        return "%s, context %s, position %d: %s"
                .formatted(
                        repeat.document(),
                        Numbers.count(repeat.context()),
                        repeat.peakPosition(),
                        Numbers.significant(repeat.peak(), 4));
    }

    private static List<TokenView> tokens(List<Piece> pieces, Example example, Shades shades, boolean whole) {
        return pieces.stream()
                .map(piece -> token(piece, example, shades, whole))
                .toList();
    }

    private static TokenView token(Piece piece, Example example, Shades shades, boolean whole) {
        float activation = piece.activation();
        float error = activation == example.peak() ? 0 : example.precision().error(activation);
        return TokenView.of(piece, error, shades, whole);
    }
}
