package org.featurescope.web.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Text on the strongest shades, as the style sheet has them. A weaker shade is a mix of the strongest with the page, whose
 * luminance lies between, so the ends are enough.
 */
class ShadeContrastTest {

    private static final double WCAG_AA = 4.5;

    @ParameterizedTest
    @CsvSource({
        "ink, page",
        "ink, warm",
        "ink, cool",
        "ink, raised",
        "soft, page",
        "soft, raised",
        "link, page",
        "link, raised",
        "alert, page",
        "alert, raised",
    })
    void textIsReadableInLightAndDark(String text, String background) throws IOException {
        for (int mode = 0; mode < 2; mode++) {
            assertThat(contrast(color(text, mode), color(background, mode)))
                    .as("%s on %s in mode %d", text, background, mode)
                    .isGreaterThanOrEqualTo(WCAG_AA);
        }
    }

    /** @param mode 0: light, 1: dark */
    private static int color(String name, int mode) throws IOException {
        Matcher pair = Pattern.compile("--" + name + ": light-dark\\(#([0-9a-f]{6}), #([0-9a-f]{6})\\)")
                .matcher(styleSheet());
        assertThat(pair.find()).as("--" + name + " is in the style sheet").isTrue();
        return Integer.parseInt(pair.group(1 + mode), 16);
    }

    private static String styleSheet() throws IOException {
        try (InputStream css = Objects.requireNonNull(
                ShadeContrastTest.class.getResourceAsStream("/static/assets/featurescope.css"))) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static double contrast(int a, int b) {
        double lighter = Math.max(luminance(a), luminance(b));
        double darker = Math.min(luminance(a), luminance(b));
        return (lighter + 0.05) / (darker + 0.05);
    }

    /** Relative luminance as WCAG 2 defines it. */
    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double value = (channel & 0xFF) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
