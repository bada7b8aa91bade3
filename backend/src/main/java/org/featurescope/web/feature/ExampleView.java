package org.featurescope.web.feature;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.featurescope.web.catalog.RunCorpus;
import org.featurescope.web.catalog.RunFacts;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.text.Passage;
import org.featurescope.web.text.Piece;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * An example in the HTML.
 *
 * @param anchor its id on the page, such as {@code top-3}
 * @param url of its own page, in this run
 * @param documentUrl of the page of its document
 * @param place where the peak is, in words
 * @param documentName what is shown of the document's id
 * @param label what is shown of its label; null: it has none
 * @param labelUrl of the page of the label; null: the run counts no labels
 * @param firstToken position in the context of the first token shown
 * @param tokenIds of the tokens shown, separated by spaces
 * @param times how often the text was found, like {@code ×3}; null: once
 * @param places where else it was found
 * @param morePlaces how many places are not listed here
 */
public record ExampleView(
        String anchor,
        String url,
        String documentUrl,
        String place,
        String documentName,
        @Nullable String label,
        @Nullable String labelUrl,
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

    private static final int PLACES = 20;

    /** As many repeats as a run keeps. */
    private static final int MOST_REPEATS = 100;

    /** Where an example is from. @param feature address of the feature in the run */
    record Origin(String model, String feature, RunFacts run) {}

    static ExampleView of(String group, Example example, Shades shades, Origin origin, Look look) {
        boolean whole = look.whole();
        int peak = example.peakPosition();
        Passage passage = whole ? example.text().whole(peak) : example.text().around(peak, look.around());
        List<Piece> pieces = Stream.of(passage.before(), List.of(passage.peak()), passage.after())
                .flatMap(List::stream)
                .toList();
        Piece last = pieces.get(pieces.size() - 1);
        int from = pieces.get(0).firstToken();
        return new ExampleView(
                group + "-" + example.rank(),
                Links.example(origin.feature, group, example.rank()),
                Links.document(corpusHash(origin.run, example), example.documentNo()),
                Words.of(
                        "example.place",
                        example.corpus(),
                        Numbers.count(example.context()),
                        Numbers.count(example.peakPosition())),
                VisibleText.inLine(example.document()),
                example.label() == null ? null : VisibleText.inLine(example.label()),
                labelUrl(example, origin),
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

    /** Its text as HTML. */
    public String markup() {
        return ExampleMarkup.text(this);
    }

    private static @Nullable String labelUrl(Example example, Origin origin) {
        return origin.run.labels().stream()
                .filter(label ->
                        label.corpus().equals(example.corpus()) && Objects.equals(label.label(), example.label()))
                .findFirst()
                .map(label -> Links.label(origin.model, origin.run.labelKey(label)))
                .orElse(null);
    }

    /** SHA-256 of the corpus that an example is from. */
    static String corpusHash(RunFacts run, Example example) {
        return run.corpora().stream()
                .filter(corpus -> corpus.name().equals(example.corpus()))
                .findFirst()
                .map(RunCorpus::sha256)
                .orElse(run.corpusSha256());
    }

    private static @Nullable String times(int repeats) {
        if (repeats == 0) {
            return null;
        }
        return repeats < MOST_REPEATS
                ? "×" + (repeats + 1)
                : Words.of("example.count.most", String.valueOf(MOST_REPEATS));
    }

    static String place(Example.Repeat repeat) {
        return Words.of(
                "example.repeat",
                VisibleText.inLine(repeat.document()),
                Numbers.count(repeat.context()),
                String.valueOf(repeat.peakPosition()),
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
