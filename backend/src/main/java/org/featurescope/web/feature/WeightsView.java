package org.featurescope.web.feature;

import java.util.List;
import java.util.stream.Stream;
import org.featurescope.web.chart.HistogramDrawing;
import org.featurescope.web.common.Html;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.featurescope.web.feature.NumbersView.Fact;
import org.featurescope.web.feature.WeightFacts.Effect;
import org.featurescope.web.feature.WeightFacts.Logits;
import org.featurescope.web.text.TokenChip;
import org.jspecify.annotations.Nullable;

/**
 * What the weights say of a feature, as the template shows it.
 *
 * @param norms lengths of its vectors, and the cosine between them
 * @param logits null: it does not write into the residual stream
 */
public record WeightsView(
        List<Fact> norms,
        @Nullable LogitsView logits,
        List<NeighbourView> own,
        List<NeighbourView> others,
        List<NeighbourView> coactive) {

    private static final int CHARACTERS_OF_AN_ITEM = 128;

    public record LogitsView(List<TokenValue> top, List<TokenValue> bottom, HistogramDrawing histogram) {}

    /** A token with a number of it. */
    public record TokenValue(TokenChip token, String value) {

        /** An item of a list, in HTML. */
        public String item() {
            return new Html(CHARACTERS_OF_AN_ITEM)
                    .open("li")
                    .inside()
                    .html(token.markup())
                    .html(valueMarkup(value))
                    .close("li")
                    .toString();
        }
    }

    /** @param name such as {@code 2-mlp/55} */
    public record NeighbourView(String name, String url, String value) {

        /** An item of a list, in HTML. */
        public String item() {
            return new Html(CHARACTERS_OF_AN_ITEM)
                    .open("li")
                    .inside()
                    .open("a")
                    .attribute("href", url)
                    .inside()
                    .text(name)
                    .close("a")
                    .html(valueMarkup(value))
                    .close("li")
                    .toString();
        }
    }

    private static String valueMarkup(String value) {
        return new Html(CHARACTERS_OF_AN_ITEM)
                .open("span")
                .attribute("class", "value")
                .inside()
                .text(value)
                .close("span")
                .toString();
    }

    /** @param own name of the feature's own source */
    static WeightsView of(WeightFacts weights, String own, Look look) {
        return new WeightsView(
                norms(weights),
                weights.logits() == null ? null : logits(weights.logits()),
                neighbours(
                        weights.similar().stream().filter(each -> each.source().equals(own)), look),
                neighbours(
                        weights.similar().stream().filter(each -> !each.source().equals(own)), look),
                neighbours(weights.coactive().stream(), look));
    }

    private static List<Fact> norms(WeightFacts weights) {
        return Stream.of(
                        fact("weights.input", weights.inputNorm()),
                        fact("weights.output", weights.outputNorm()),
                        fact("weights.cosine", weights.inputOutputCosine()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Fact> fact(String key, @Nullable Double value) {
        return value == null
                ? List.of()
                : List.of(new Fact(Words.of(key), Numbers.significant(value, 3), Words.of(key + ".note")));
    }

    private static LogitsView logits(Logits logits) {
        return new LogitsView(effects(logits.top()), effects(logits.bottom()), HistogramDrawing.of(logits.drawn()));
    }

    static List<TokenValue> effects(List<Effect> effects) {
        return effects.stream()
                .map(each -> new TokenValue(TokenChip.of(each.token()), Numbers.signed(each.effect(), 3)))
                .toList();
    }

    private static List<NeighbourView> neighbours(Stream<WeightFacts.Neighbour> neighbours, Look look) {
        return neighbours
                .map(each -> new NeighbourView(
                        each.source() + "/" + each.index(), look.on(each.url()), Numbers.fixed(each.value(), 3)))
                .toList();
    }
}
