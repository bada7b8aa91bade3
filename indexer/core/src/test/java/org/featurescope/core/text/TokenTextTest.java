package org.featurescope.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.featurescope.core.text.TokenText.Piece;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTextTest {

    @Test
    void keepsWholeTokensApart() {
        assertThat(TokenText.pieces(List.of(utf8("Le"), utf8(" été"), utf8("\n"))))
                .containsExactly(new Piece("Le", 0, 1), new Piece(" été", 1, 1), new Piece("\n", 2, 1));
    }

    @Test
    void joinsTheTokensOfOneCharacter() {
        assertThat(TokenText.pieces(List.of(utf8("a"), bytes(0xF0), bytes(0x9F), bytes(0x98, 0x80), utf8("b"))))
                .containsExactly(new Piece("a", 0, 1), new Piece("😀", 1, 3), new Piece("b", 4, 1));
    }

    @Test
    void joinsAChainOfTokensThatOverlapCharacters() {
        // "éé" cut as C3 | A9 C3 | A9
        assertThat(TokenText.pieces(List.of(bytes(0xC3), bytes(0xA9, 0xC3), bytes(0xA9))))
                .containsExactly(new Piece("éé", 0, 3));
    }

    @Test
    void showsBytesOfNoCharacterAsReplacementCharacters() {
        assertThat(TokenText.pieces(List.of(bytes(0x98), bytes(0x80, 'a'), bytes(0xE2, 0x82), utf8("b"))))
                .containsExactly(
                        new Piece("\uFFFD", 0, 1),
                        new Piece("\uFFFDa", 1, 1),
                        new Piece("\uFFFD\uFFFD", 2, 1),
                        new Piece("b", 3, 1));
    }

    @Test
    void refusesOverlongFormsAndSurrogates() {
        assertThat(TokenText.pieces(List.of(bytes(0xC0, 0x80), bytes(0xED, 0xA0, 0x80))))
                .extracting(Piece::text)
                .containsExactly("\uFFFD\uFFFD", "\uFFFD\uFFFD\uFFFD");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void losesNothingHoweverTextIsCut(long seed) {
        Random random = new Random(seed);
        String text = "Ünïcödé — 漢字 かな 한국어 العربية हिन्दी 👩‍👩‍👧 € naïve\r\n\t\u0000x";
        for (int round = 0; round < 200; round++) {
            List<byte[]> tokens = cut(utf8(text), random);
            List<Piece> pieces = TokenText.pieces(tokens);

            assertThat(pieces.stream().map(Piece::text).collect(Collectors.joining()))
                    .isEqualTo(text);
            assertThat(pieces.stream().mapToInt(Piece::tokens).sum()).isEqualTo(tokens.size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "👩🏽‍🚀",
                "👩‍👩‍👧",
                "🇫🇷",
                "❤️",
                "1️⃣",
                "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC7F",
                "e\u0301",
                "a\u0323\u0302",
                "한",
                "\u1112\u1161\u11ab",
                "عَ",
                "بِّ",
                "नि",
                "क्",
                "கொ",
                "ก็",
                "\r\n",
                "漢",
                "Ё"
            })
    void whatAReaderSeesAsOneStaysWholeHoweverItIsCut(String character) {
        byte[] bytes = utf8(character);
        for (int cut = 1; cut < bytes.length; cut++) {
            List<byte[]> tokens = List.of(
                    utf8("x"), Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length), utf8("y"));
            assertThat(graphemes(tokens))
                    .containsExactly(new Piece("x", 0, 1), new Piece(character, 1, 2), new Piece("y", 3, 1));
        }
    }

    @Test
    void neighboursThatAReaderTellsApartStayApart() {
        assertThat(graphemes(List.of(
                        utf8("🇫🇷"),
                        utf8("🇩🇪"),
                        utf8("👩"),
                        utf8("👧"),
                        utf8("क"),
                        utf8("ल"),
                        utf8("漢字"),
                        utf8("か"))))
                .extracting(Piece::text)
                .containsExactly("🇫🇷", "🇩🇪", "👩", "👧", "क", "ल", "漢字", "か");
    }

    @Test
    void tokensThatAreNoTextStayApart() {
        List<Piece> pieces = TokenText.pieces(List.of(utf8("<s>"), utf8("\u0301"), utf8("e"), utf8("\u0301")));
        assertThat(TokenText.graphemes(pieces, position -> position == 0))
                .extracting(Piece::text)
                .containsExactly("<s>", "\u0301", "e\u0301");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5, 6})
    void noWholeTextShowsAReplacementCharacterHoweverItIsCut(long seed) {
        Random random = new Random(seed);
        String text = "👩🏽‍🚀🇫🇷🇩🇪 한국어 हिन्दी क्षत्रिय العَرَبِيَّة Ёлка 漢字 e\u0301\u200D\r\n\u0000 ไทย";
        for (int round = 0; round < 200; round++) {
            List<byte[]> tokens = cut(utf8(text), random);
            List<Piece> pieces = graphemes(tokens);

            assertThat(pieces.stream().map(Piece::text).collect(Collectors.joining()))
                    .isEqualTo(text)
                    .doesNotContain("\uFFFD");
            int next = 0;
            for (Piece piece : pieces) {
                assertThat(piece.firstToken()).isEqualTo(next);
                next += piece.tokens();
            }
            assertThat(next).isEqualTo(tokens.size());
        }
    }

    private static List<Piece> graphemes(List<byte[]> tokens) {
        return TokenText.graphemes(TokenText.pieces(tokens), position -> false);
    }

    private static List<byte[]> cut(byte[] bytes, Random random) {
        List<byte[]> tokens = new ArrayList<>();
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + random.nextInt(5)); // sometimes an empty token
            tokens.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return tokens;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
