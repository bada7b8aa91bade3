package org.featurescope.web.source;

import java.util.List;
import java.util.stream.Collectors;
import org.featurescope.web.evidence.ListedFeature.Top;
import org.featurescope.web.text.Passage;
import org.featurescope.web.text.Piece;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/** The best example in short: the text of the peak token and some text on both sides. */
public record Glimpse(String before, String token, String after, float peak, String document) {

    private static final int COLUMNS = 48;

    /** Null for null. */
    public static @Nullable Glimpse of(@Nullable Top top) {
        if (top == null) {
            return null;
        }
        Passage passage = top.text().around(top.peakPosition(), COLUMNS);
        return new Glimpse(
                text(passage.before()), passage.peak().text(), text(passage.after()), top.peak(), top.document());
    }

    private static String text(List<Piece> pieces) {
        return pieces.stream()
                .filter(piece -> !piece.special())
                .map(Piece::text)
                .collect(Collectors.joining());
    }

    /** With marks for characters that leave none on a page. */
    public Glimpse visible() {
        return new Glimpse(
                VisibleText.inLine(before), VisibleText.inLine(token), VisibleText.inLine(after), peak, document);
    }
}
