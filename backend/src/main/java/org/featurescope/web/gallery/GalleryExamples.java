package org.featurescope.web.gallery;

import java.util.List;
import org.featurescope.core.format.ActivationPrecision;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.feature.ExampleView;
import org.featurescope.web.feature.TokenView;
import org.featurescope.web.text.ContextText;
import org.jspecify.annotations.Nullable;

/** Examples of the gallery: what a text can be. */
final class GalleryExamples {

    private GalleryExamples() {}

    static List<ExampleView> all() {
        return List.of(
                example(
                        1,
                        List.of(
                                token("x", "<|endoftext|>", null),
                                token("a2", "Two", "0.61"),
                                token("s", " signs", "0.02"),
                                token("s n6", " below", "−1.94"),
                                token("s a7", " and", "2.20")),
                        token("s a12", " above", "3.88"),
                        List.of(token("w", "  ", "0.01"), token("a4", "zero", "1.31"), token(null, "↵", "0.00"))),
                example(
                        2,
                        List.of(token("a3", "مرحبا", "0.90"), token("s", " بكم", "0.10")),
                        token("s a9", " في", "2.91"),
                        List.of(token("s a1", " الموقع", "0.30"))),
                example(
                        3,
                        List.of(token(null, "\\u202E ‹script›", "0.00"), token("s a5", " hostile", "1.62")),
                        new TokenView("a8", "👩🏽‍🚀", "  ", "2.58", 7),
                        List.of(token("s", " " + "x".repeat(400), "0.05"))));
    }

    private static TokenView token(@Nullable String cssClass, String text, @Nullable String value) {
        return new TokenView(cssClass, text, null, value, null);
    }

    private static ExampleView example(int rank, List<TokenView> before, TokenView peak, List<TokenView> after) {
        int tokens = before.size() + 1 + after.size();
        String ids = "0 ".repeat(tokens).strip();
        return new ExampleView(
                "example-" + rank,
                "#example-" + rank,
                "#text",
                "corpus, context 12, position 3",
                "document-0" + rank,
                "label",
                "#labels",
                kept(rank),
                String.valueOf(peak.value()),
                before,
                peak,
                after,
                false,
                rank == 3,
                0,
                ids,
                rank == 1 ? "×3" : null,
                rank == 1 ? List.of("document-07, context 31, position 5: 3.850") : List.of(),
                0);
    }

    private static Example kept(int rank) {
        return new Example(
                rank,
                "corpus",
                "document-0" + rank,
                null,
                "label",
                null,
                null,
                12,
                0,
                3.88f,
                3,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                new ActivationPrecision(0, 0),
                new ContextText(List.of(), List.of()));
    }
}
