package org.featurescope.web.catalog;

import java.util.List;
import java.util.stream.Collectors;
import org.featurescope.db.format.TokenIdFormat;
import org.featurescope.web.common.Links;
import org.featurescope.web.text.ContextText;
import org.featurescope.web.text.Passage;
import org.featurescope.web.text.Piece;
import org.featurescope.web.text.Vocabularies;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Features that the data choose: nobody picks them by hand. */
@Component
class Highlights {

    private static final int GLIMPSE_COLUMNS = 44;

    private final HighlightRepository rows;
    private final Vocabularies vocabularies;

    Highlights(HighlightRepository rows, Vocabularies vocabularies) {
        this.rows = rows;
        this.vocabularies = vocabularies;
    }

    /**
     * Of each label the feature with the largest AUC, the largest first.
     *
     * @param model null: of all models, each by itself
     */
    List<Highlight> byLabel(@Nullable String model, int limit) {
        return rows.byLabel(model, limit).stream().map(this::highlight).toList();
    }

    /** Of each source the feature with the largest kurtosis, the largest first. */
    List<Highlight> byKurtosis(int limit) {
        return rows.byKurtosis(limit).stream().map(this::highlight).toList();
    }

    private Highlight highlight(HighlightRow row) {
        return new Highlight(
                row.model(),
                row.source(),
                row.feature(),
                Links.feature(row.model(), row.source(), row.feature()),
                row.run(),
                row.label() == null ? "kurtosis" : "auc",
                row.corpus(),
                row.label(),
                row.value(),
                glimpse(row),
                SourceFacts.featureNoun(row.kind()));
    }

    private Highlight.@Nullable Glimpse glimpse(HighlightRow row) {
        if (row.tokenIds() == null) {
            return null;
        }
        int[] tokenIds = TokenIdFormat.decode(row.tokenIds());
        Passage passage = ContextText.of(vocabularies.get(row.tokenizer()), tokenIds, new float[tokenIds.length])
                .around(row.peakPosition(), GLIMPSE_COLUMNS);
        return new Highlight.Glimpse(text(passage.before()), passage.peak().text(), text(passage.after()));
    }

    private static String text(List<Piece> pieces) {
        return pieces.stream()
                .filter(piece -> !piece.special())
                .map(Piece::text)
                .collect(Collectors.joining());
    }
}
