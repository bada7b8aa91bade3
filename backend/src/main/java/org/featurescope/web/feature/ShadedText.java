package org.featurescope.web.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.Statistics;
import org.featurescope.web.text.Passage;
import org.featurescope.web.text.Piece;

/**
 * The text around the peak of an example, shaded as on the page of its feature, what was searched for underlined. What the fragment
 * {@code text} of evidence.html shows.
 *
 * @param firstToken position of the first token that is shown
 * @param tokenIds of those shown, apart by spaces
 */
public record ShadedText(
        int firstToken,
        String tokenIds,
        boolean cutBefore,
        List<TokenView> before,
        TokenView peak,
        List<TokenView> after,
        boolean cutAfter) {

    private static final int COLUMNS = 64;

    public ShadedText {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** As HTML. */
    public String markup() {
        return ExampleMarkup.text(this);
    }

    /** @param found whether characters of the text, special tokens left out, were searched for: the first, and behind the last */
    public static ShadedText of(Example example, Statistics statistics, BiPredicate<Integer, Integer> found) {
        List<Piece> matching = matching(example, found);
        Passage passage = example.text().around(example.peakPosition(), COLUMNS);
        if (!matching.isEmpty() && pieces(passage).stream().noneMatch(matching::contains)) {
            passage = example.text().whole(example.peakPosition());
        }
        Shades shades = Shades.of(statistics);
        List<Piece> shown = pieces(passage);
        int from = shown.get(0).firstToken();
        Piece last = shown.get(shown.size() - 1);
        return new ShadedText(
                from,
                example.tokenIds().subList(from, last.firstToken() + last.tokens()).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")),
                passage.cutBefore(),
                views(passage.before(), example, shades, matching),
                view(passage.peak(), example, shades, matching),
                views(passage.after(), example, shades, matching),
                passage.cutAfter());
    }

    private static List<Piece> pieces(Passage passage) {
        return Stream.of(passage.before(), List.of(passage.peak()), passage.after())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Piece> matching(Example example, BiPredicate<Integer, Integer> found) {
        List<Piece> matching = new ArrayList<>();
        int at = 0;
        for (Piece piece : example.text().pieces()) {
            int end = piece.special() ? at : at + piece.text().length();
            if (end > at && found.test(at, end)) {
                matching.add(piece);
            }
            at = end;
        }
        return matching;
    }

    private static List<TokenView> views(List<Piece> pieces, Example example, Shades shades, List<Piece> matching) {
        return pieces.stream()
                .map(piece -> view(piece, example, shades, matching))
                .toList();
    }

    private static TokenView view(Piece piece, Example example, Shades shades, List<Piece> matching) {
        float error =
                piece.activation() == example.peak() ? 0 : example.precision().error(piece.activation());
        TokenView view = TokenView.of(piece, error, shades, false);
        return matching.contains(piece) ? view.found() : view;
    }
}
