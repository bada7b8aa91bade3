package org.featurescope.web.search;

import org.featurescope.db.format.PeakFormat.Hits;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.featurescope.web.text.VisibleText;

/** What a feature is ranked by, in words. */
final class ScoreText {

    private ScoreText() {}

    /** @param rankedBy the name of a {@link Condition} */
    static String of(String rankedBy, SearchResult result, SearchRequest request) {
        double score = result.score() == null ? Double.NaN : result.score();
        for (TokenRole role : TokenRole.values()) {
            if (role.parameter().equals(rankedBy)) {
                String token = VisibleText.inLine(request.tokens().getOrDefault(role, ""));
                return token(role, score, result.examples(), token);
            }
        }
        return switch (rankedBy) {
            case "label" -> label(score, request);
            case "explained" -> Words.of("search.score.explained", Numbers.significant(score, 2));
            default ->
                Metric.named(rankedBy)
                        .map(metric -> Words.of("search.score.number", metric.title(), metric.print(score)))
                        .orElseThrow(() -> new IllegalArgumentException("no condition is called " + rankedBy));
        };
    }

    private static String token(TokenRole role, double score, int examples, String token) {
        return switch (role) {
            case RAISES -> Words.of("search.score.raises", token, Numbers.significant(score, 3));
            case LOWERS -> Words.of("search.score.lowers", token, Numbers.significant(score, 3));
            case LOOKUP -> Words.of("search.score.lookup", token, Numbers.fixed(100 * score, 0));
            case PEAK -> {
                long peaks = Math.round(score * Math.max(Hits.LEAST_EXAMPLES, examples));
                yield Words.of("search.score.peak", token, String.valueOf(peaks), String.valueOf(examples));
            }
        };
    }

    private static String label(double score, SearchRequest request) {
        String auc = Metric.AUC.print(score);
        if (request.labels().size() + request.nots().size() > 1) {
            return Words.of("search.score.labels", auc);
        }
        return request.nots().isEmpty()
                ? Words.of(
                        "search.score.label",
                        VisibleText.inLine(request.labels().get(0)),
                        auc)
                : Words.of("search.score.not", VisibleText.inLine(request.nots().get(0)), auc);
    }
}
