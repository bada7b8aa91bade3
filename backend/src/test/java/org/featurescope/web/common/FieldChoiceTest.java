package org.featurescope.web.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FieldChoiceTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, Object> VALUE =
            Map.of("a", 1, "b", Map.of("c", 2, "d", 3), "e", List.of(Map.of("f", 4, "g", 5), Map.of("f", 6, "g", 7)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | {'a':1}",
                "b | {'b':{'c':2,'d':3}}",
                "b.d,a | {'a':1,'b':{'d':3}}",
                "e.g | {'e':[{'g':5},{'g':7}]}",
                "b.c,b.c | {'b':{'c':2}}",
            })
    void leavesWhatIsNamed(String fields, String expected) {
        assertThat(JSON.<JsonNode>valueToTree(FieldChoice.of(fields).of(VALUE, JSON)))
                .isEqualTo(JSON.readTree(expected.replace('\'', '"')));
    }

    @Test
    void leavesAllWhenNothingIsAskedFor() {
        assertThat(FieldChoice.of(null).of(VALUE, JSON)).isSameAs(VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "a,", ".a", "a..b", "a b", "a[0]", "$.a"})
    void refusesWhatIsNoListOfPaths(String fields) {
        assertThatThrownBy(() -> FieldChoice.of(fields))
                .isInstanceOf(PageProblem.class)
                .hasMessageStartingWith("fields must be names with commas between them");
    }

    @Test
    void refusesUnknownNamesAndListsTheKnownOnes() {
        assertThatThrownBy(() -> FieldChoice.of("e.x").of(Map.of("e", List.of(Map.of("f", 4))), JSON))
                .hasMessage("fields asks for e.x, which is not there; known are f.");
        assertThatThrownBy(() -> FieldChoice.of("a.x").of(VALUE, JSON))
                .hasMessage("fields asks for fields of a, which has none.");
        assertThatThrownBy(() -> FieldChoice.of("x".repeat(2_001))).hasMessageContaining("of at most 2000 characters");
    }
}
