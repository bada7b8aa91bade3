package org.featurescope.pipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenSpellingTest {

    @Test
    void textStaysText() {
        List<String> strings = List.of("the", " cat", "ón", "漢", "Ã³n");
        assertThat(TokenSpelling.of(strings)).isEqualTo(TokenSpelling.TEXT);
        assertThat(text(TokenSpelling.TEXT, "Ã³n")).isEqualTo("Ã³n");
    }

    @Test
    void lettersOfTheAlphabetForBytesAreNoSignByThemselves() {
        assertThat(TokenSpelling.of(List.of("ł", "ćma", " dom"))).isEqualTo(TokenSpelling.TEXT);
    }

    @Test
    void whatSaeDashboardLeavesOfByteLevelSpellingIsDecoded() {
        List<String> strings = List.of(" the", "—", "âĢ¦", "Ã³n", "Ļ", "\n");
        TokenSpelling spelling = TokenSpelling.of(strings);
        assertThat(spelling).isEqualTo(TokenSpelling.BYTE_LEVEL);
        assertThat(text(spelling, "âĢ¦")).isEqualTo("…");
        assertThat(text(spelling, "Ã³n")).isEqualTo("ón");
        assertThat(text(spelling, "—")).as("put right already").isEqualTo("—");
        assertThat(text(spelling, " the")).isEqualTo(" the");
        assertThat(spelling.bytes("Ļ")).as("part of a character").containsExactly(0x99);
    }

    @Test
    void markedSpacesAreSpaces() {
        assertThat(text(TokenSpelling.of(List.of("Ġthe", "cat")), "Ġthe")).isEqualTo(" the");
        TokenSpelling pieces = TokenSpelling.of(List.of("▁the", "cat", "<0x0A>"));
        assertThat(pieces).isEqualTo(TokenSpelling.SENTENCE_PIECE);
        assertThat(text(pieces, "▁the")).isEqualTo(" the");
        assertThat(text(pieces, "<0x0A>")).isEqualTo("\n");
    }

    @Test
    void spelledBytesAreBytesWhateverTheSpelling() {
        assertThat(TokenSpelling.TEXT.bytes("<0x20><0xC3>")).containsExactly(0x20, 0xC3);
    }

    private static String text(TokenSpelling spelling, String string) {
        return new String(spelling.bytes(string), StandardCharsets.UTF_8);
    }
}
