package org.featurescope.web.feature;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.text.Passage;
import org.featurescope.web.text.Piece;

/**
 * An example in the HTML.
 *
 * @param anchor its id on the page, such as {@code top-3}
 * @param firstToken position in the context of the first token shown
 * @param tokenIds of the tokens shown, separated by spaces
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
        String tokenIds) {

    private static final int SNIPPET_COLUMNS = 64;

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
                tokens(passage.before(), shades, whole),
                TokenView.of(passage.peak(), shades, whole),
                tokens(passage.after(), shades, whole),
                passage.cutBefore(),
                passage.cutAfter(),
                from,
                example.tokenIds().subList(from, last.firstToken() + last.tokens()).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")));
    }

    private static List<TokenView> tokens(List<Piece> pieces, Shades shades, boolean whole) {
        return pieces.stream().map(piece -> TokenView.of(piece, shades, whole)).toList();
    }
}
