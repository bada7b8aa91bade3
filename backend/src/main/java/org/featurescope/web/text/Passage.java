package org.featurescope.web.text;

import java.util.List;

/**
 * A peak and the text around it.
 *
 * @param cutBefore whether the context has more text before
 * @param cutAfter whether the context has more text after
 */
public record Passage(List<Piece> before, Piece peak, List<Piece> after, boolean cutBefore, boolean cutAfter) {

    public Passage {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
