package org.featurescope.web.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContextTextTest {

    /** Tokens 2 and 3 are the two parts of one character. */
    private final Vocabulary vocabulary = new Vocabulary(List.of(
            new TokenRow(0, utf8("<s>"), true),
            new TokenRow(1, utf8("a"), false),
            new TokenRow(2, new byte[] {(byte) 0xE6, (byte) 0x97}, false),
            new TokenRow(3, new byte[] {(byte) 0xA5}, false),
            new TokenRow(4, utf8(" b"), false),
            new TokenRow(5, utf8("e"), false),
            new TokenRow(6, utf8("\u0301"), false)));

    @Test
    void theTextOfACutCharacterStandsAtTheLargestActivation() {
        ContextText text = ContextText.of(vocabulary, new int[] {0, 2, 3, 1}, new float[] {0, 1, 2, 3});
        assertThat(text.tokens()).containsExactly("<s>", "", "日", "a");
        assertThat(text.pieces().get(1)).isEqualTo(new Piece("日", 1, 2, 2f, false));
    }

    @Test
    void theTextOfACutCharacterStandsAtTheFirstOfEqualActivations() {
        ContextText text = ContextText.of(vocabulary, new int[] {2, 3}, new float[] {-1, -1});
        assertThat(text.tokens()).containsExactly("日", "");
    }

    @Test
    void aCharacterThatTheContextCutsShowsAsReplacement() {
        ContextText text = ContextText.of(vocabulary, new int[] {3, 1}, new float[2]);
        assertThat(text.tokens()).containsExactly("\uFFFD", "a");
    }

    @Test
    void specialTokensAreTold() {
        ContextText text = ContextText.of(vocabulary, new int[] {0, 1}, new float[2]);
        assertThat(text.pieces()).extracting(Piece::special).containsExactly(true, false);
    }

    @Test
    void anAccentIsATokenOfItsOwnButShowsOnItsLetter() {
        ContextText text = ContextText.of(vocabulary, new int[] {5, 6, 1}, new float[] {1, 2, 0});
        assertThat(text.tokens()).containsExactly("e", "\u0301", "a");
        assertThat(text.pieces())
                .containsExactly(new Piece("e\u0301", 0, 2, 2f, false), new Piece("a", 2, 1, 0f, false));
    }

    @Test
    void nothingJoinsASpecialToken() {
        ContextText text = ContextText.of(vocabulary, new int[] {0, 6, 1}, new float[] {0, 2, 0});
        assertThat(text.pieces()).extracting(Piece::text).containsExactly("<s>", "\u0301", "a");
    }

    @Test
    void aPassageHoldsTheTextNearThePeak() {
        ContextText text = ContextText.of(vocabulary, new int[] {0, 1, 4, 1, 4, 1, 4}, new float[7]);
        Passage passage = text.around(3, 3);
        assertThat(texts(passage.before())).isEqualTo("a b");
        assertThat(passage.peak().text()).isEqualTo("a");
        assertThat(texts(passage.after())).isEqualTo(" ba");
        assertThat(passage.cutBefore()).isTrue();
        assertThat(passage.cutAfter()).isTrue();
    }

    @Test
    void aPassageDoesNotCutACharacter() {
        ContextText text = ContextText.of(vocabulary, new int[] {2, 3, 1, 2, 3}, new float[5]);
        Passage passage = text.around(2, 1);
        assertThat(passage.before()).isEmpty();
        assertThat(passage.after()).isEmpty();
        assertThat(texts(text.around(2, 2).before())).isEqualTo("日");
    }

    @Test
    void wideCharactersTakeTwoColumns() {
        assertThat(VisibleText.columns("ab é")).isEqualTo(4);
        assertThat(VisibleText.columns("日本 한 か")).isEqualTo(10);
        assertThat(VisibleText.columns("🙂")).isEqualTo(2);
        assertThat(VisibleText.columns("مرحبا")).isEqualTo(5);
    }

    @Test
    void aPeakWithinACharacterShowsTheCharacter() {
        ContextText text = ContextText.of(vocabulary, new int[] {1, 2, 3}, new float[] {0, 0, 5});
        assertThat(text.around(2, 5).peak().text()).isEqualTo("日");
        assertThat(text.around(1, 5).peak().text()).isEqualTo("日");
    }

    @Test
    void theWholeContextIsCutNowhere() {
        Passage passage =
                ContextText.of(vocabulary, new int[] {0, 1, 4}, new float[3]).whole(1);
        assertThat(passage.cutBefore() || passage.cutAfter()).isFalse();
        assertThat(texts(passage.before())).isEqualTo("<s>");
    }

    @Test
    void rejectsAPositionOutside() {
        ContextText text = ContextText.of(vocabulary, new int[] {1}, new float[1]);
        assertThatThrownBy(() -> text.around(1, 3)).hasMessage("position must be between 0 and 0, got 1");
    }

    @Test
    void rejectsAnUnknownToken() {
        assertThatThrownBy(() -> ContextText.of(vocabulary, new int[] {7}, new float[1]))
                .hasMessage("token id must be between 0 and 6, got 7");
    }

    @Test
    void invisibleCharactersGetAPicture() {
        assertThat(VisibleText.inLine("a\n\tb\r\u0007")).isEqualTo("a↵→b␍␇");
        assertThat(VisibleText.inLines("a\n\tb")).isEqualTo("a↵\n→\tb");
        assertThat(VisibleText.inLine(" plain é 日")).isEqualTo(" plain é 日");
    }

    private static String texts(List<Piece> pieces) {
        return pieces.stream().map(Piece::text).collect(Collectors.joining());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
