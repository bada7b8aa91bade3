package org.featurescope.web.feature;

import java.util.List;
import java.util.stream.Stream;
import org.featurescope.web.chart.HistogramDrawing;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.text.Passage;
import org.featurescope.web.text.Piece;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * What the picture of a feature says: its name, its strongest example, its histogram.
 *
 * @param about hook point and figures, in one line
 * @param text the strongest example; empty: there is none
 * @param tells labels that it tells apart, in one line; null: none
 */
record Card(
        String title,
        String about,
        List<Shaded> text,
        @Nullable String tells,
        HistogramDrawing histogram) {

    static final int WIDTH = 1200;
    static final int HEIGHT = 630;
    private static final int COLUMNS = 110;

    /**
     * A piece of text.
     *
     * @param shade -12 … 12, as in {@link Shades}
     */
    record Shaded(String text, int shade, boolean peak) {}

    static Card of(FeaturePages.Shown shown) {
        FeaturePage page = shown.page();
        Shades shades = Shades.of(page.statistics());
        return new Card(
                FeatureShare.title(page, shown.place().source().featureNoun()),
                Words.of(
                        "share.card",
                        shown.place().source().hookPointText(),
                        Numbers.percent(page.statistics().density()),
                        Numbers.significant(page.statistics().max(), 4)),
                page.groups().stream()
                        .flatMap(group -> group.examples().stream())
                        .findFirst()
                        .map(example -> text(example, shades))
                        .orElse(List.of()),
                FeatureShare.labels(page),
                HistogramDrawing.of(page.statistics().drawn()));
    }

    private static List<Shaded> text(Example example, Shades shades) {
        Passage passage = example.text().around(example.peakPosition(), COLUMNS);
        return Stream.of(passage.before(), List.of(passage.peak()), passage.after())
                .flatMap(List::stream)
                .filter(piece -> !piece.special())
                .map(piece -> shaded(piece, passage.peak() == piece, shades))
                .toList();
    }

    private static Shaded shaded(Piece piece, boolean peak, Shades shades) {
        return new Shaded(VisibleText.inLine(piece.text()), shades.step(piece.activation()), peak);
    }
}
