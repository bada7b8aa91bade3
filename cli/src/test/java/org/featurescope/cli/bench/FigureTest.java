package org.featurescope.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FigureTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    @Test
    void aBarHoldsFromItsOwnValueOn() {
        assertThat(Figure.atLeast("forward", 90, "tokens/s", 100, 0.9).holds()).isTrue();
        assertThat(Figure.atLeast("forward", 89, "tokens/s", 100, 0.9).holds()).isFalse();
        assertThat(Figure.atLeast("forward", 89, "tokens/s", 100, 0.9).ratio()).isEqualTo(0.89);
    }

    @Test
    void whatShouldBeSmallHoldsUpToItsBar() {
        assertThat(Figure.atMost("scan", 115, "s", 100, 1.15).holds()).isTrue();
        assertThat(Figure.atMost("scan", 116, "s", 100, 1.15).holds()).isFalse();
        assertThat(Figure.atMost("scan", 116, "s", 100, 1.15).bar()).isEqualTo("<= 1.15");
    }

    @Test
    void theJsonHasEveryField() {
        JsonNode json = MAPPER.valueToTree(Figure.atLeast("forward", 150, "tokens/s", 100, 1.0));

        assertThat(json.propertyNames())
                .containsExactlyInAnyOrder("name", "value", "unit", "baseline", "ratio", "bar", "holds");
        assertThat(json.path("ratio").doubleValue()).isEqualTo(1.5);
        assertThat(json.path("bar").stringValue()).isEqualTo(">= 1.0");
        assertThat(json.path("holds").booleanValue()).isTrue();
        assertThat(MAPPER.valueToTree(Figure.of("load", 0.1, "s"))
                        .path("baseline")
                        .isNull())
                .isTrue();
    }

    @Test
    void theTableShowsWhatIsKnown() {
        assertThat(FigureTable.headings()).contains("value", "baseline", "ratio", "bar", "holds");
        assertThat(FigureTable.row(Figure.atLeast("forward", 1234.5, "tokens/s", 2000, 1.0)))
                .matches("forward +1,23[45] tokens/s +2,000 +0\\.617 +>= 1\\.0 +NO\\R");
        assertThat(FigureTable.row(Figure.beside("load", 0.25, "s", 0.5)))
                .matches("load +0\\.250 s +0\\.500 +0\\.500\\R");
        assertThat(FigureTable.row(Figure.of("peak", 321, "MB"))).matches("peak +321 MB\\R");
    }
}
