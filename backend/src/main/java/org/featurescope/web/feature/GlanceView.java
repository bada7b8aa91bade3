package org.featurescope.web.feature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.featurescope.web.common.Html;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.featurescope.web.text.TokenChip;
import org.jspecify.annotations.Nullable;

/** What a feature is about, in a few lines above everything else. Each leads to where it is shown in full. */
public record GlanceView(List<Line> lines) {

    private static final int ITEMS = 5;
    private static final int CHARACTERS_OF_AN_ITEM = 128;

    /** Labels below this AUC do not say what a feature is about. */
    private static final double TELLING_AUC = 0.75;

    /** Tables that explain less are not worth a line. */
    private static final double TELLING_SHARE = 0.1;

    /** @param anchor of the section that it is from */
    public record Line(
            String name,
            String anchor,
            List<Item> items,
            @Nullable String note) {}

    /** A token or a word, and its figure. */
    public record Item(@Nullable TokenChip token, @Nullable String word, String value) {

        /** In HTML. */
        public String markup() {
            Html html = new Html(CHARACTERS_OF_AN_ITEM)
                    .open("span")
                    .attribute("class", "item")
                    .inside();
            if (token != null) {
                html.open("code")
                        .attribute("class", token.cssClass() == null ? "tok" : "tok " + token.cssClass())
                        .inside()
                        .text(token.text())
                        .close("code");
            }
            if (word != null) {
                html.element("b", word);
            }
            return html.text(" ")
                    .open("span")
                    .attribute("class", "value")
                    .inside()
                    .text(value)
                    .close("span")
                    .close("span")
                    .toString();
        }
    }

    static GlanceView of(FeaturePage page, List<PeakToken> peaks) {
        List<Line> lines = new ArrayList<>();
        if (!peaks.isEmpty()) {
            lines.add(new Line(Words.of("glance.peaks"), "examples", peaks(peaks), null));
        }
        if (page.labels().size() > 1) {
            lines.add(labels(page.labels()));
        }
        if (page.lookup() != null && page.lookup().varianceExplained() >= TELLING_SHARE) {
            lines.add(new Line(
                    Words.of("glance.token"),
                    "lookup",
                    List.of(),
                    Words.of("glance.token.share", LookupView.share(page.lookup()))));
        }
        if (page.weights() != null && page.weights().logits() != null) {
            lines.add(effects(Words.of("glance.raises"), page.weights().logits().top()));
            lines.add(effects(Words.of("glance.lowers"), page.weights().logits().bottom()));
        }
        return new GlanceView(lines);
    }

    private static List<Item> peaks(List<PeakToken> peaks) {
        return peaks.stream()
                .limit(ITEMS)
                .map(peak -> new Item(TokenChip.of(peak.token()), null, "×" + peak.examples()))
                .toList();
    }

    private static Line labels(List<LabelFacts> labels) {
        List<Item> telling = labels.stream()
                .filter(label -> auc(label) >= TELLING_AUC)
                .sorted(Comparator.comparingDouble(GlanceView::auc).reversed())
                .limit(ITEMS)
                .map(label -> new Item(null, label.name(), Numbers.fixed(auc(label), 3)))
                .toList();
        return new Line(
                Words.of("glance.labels"),
                "labels",
                telling,
                telling.isEmpty() ? Words.of("glance.labels.none") : null);
    }

    private static double auc(LabelFacts label) {
        return label.auc() == null ? 0 : label.auc();
    }

    private static Line effects(String name, List<WeightFacts.Effect> effects) {
        return new Line(
                name,
                "logits",
                effects.stream()
                        .limit(ITEMS)
                        .map(effect -> new Item(TokenChip.of(effect.token()), null, Numbers.signed(effect.effect(), 2)))
                        .toList(),
                null);
    }
}
