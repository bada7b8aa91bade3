package org.featurescope.web.feature;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.AttributedString;
import java.util.List;
import javax.imageio.ImageIO;
import org.featurescope.web.chart.HistogramDrawing;
import org.featurescope.web.feature.Card.Shaded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws a {@link Card} as a PNG, in the colours of the light theme. Fonts are those of the machine; where it has none, the shades and
 * the histogram are drawn alone. Stateless; for any thread.
 */
final class CardPainter {

    private static final Logger log = LoggerFactory.getLogger(CardPainter.class);
    private static final int MARGIN = 64;
    private static final int INNER = Card.WIDTH - 2 * MARGIN;
    private static final int TEXT_TOP = 196;
    private static final int TEXT_BOTTOM = 448;
    private static final int LINE = 56;
    private static final int HISTOGRAM_TOP = 500;
    private static final int HISTOGRAM_HEIGHT = 84;

    private static final Color PAGE = new Color(0xfdfdfc);
    private static final Color INK = new Color(0x1a1c1f);
    private static final Color SOFT = new Color(0x5b5f66);
    private static final Color WARM = new Color(0xf5821f);
    private static final Color COOL = new Color(0x4b96e0);

    private CardPainter() {}

    static byte[] png(Card card) {
        BufferedImage image = new BufferedImage(Card.WIDTH, Card.HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(PAGE);
            graphics.fillRect(0, 0, Card.WIDTH, Card.HEIGHT);
            histogram(graphics, card.histogram());
            if (hasFonts()) {
                words(graphics, card);
            } else {
                shades(graphics, card.text());
            }
        } finally {
            graphics.dispose();
        }
        return png(image);
    }

    private static byte[] png(BufferedImage image) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Java without fontconfig, or a machine without fonts, fails at the first character. */
    private static boolean hasFonts() {
        return Fonts.PRESENT;
    }

    private static final class Fonts {

        static final boolean PRESENT = present();

        private Fonts() {}

        private static boolean present() {
            try {
                return new Font(Font.SANS_SERIF, Font.PLAIN, 12)
                                .getStringBounds("a", new FontRenderContext(null, true, true))
                                .getWidth()
                        > 0;
            } catch (RuntimeException | InternalError | LinkageError e) {
                log.warn("Pictures for previews have no text, because this machine has no fonts: {}", e.toString());
                return false;
            }
        }
    }

    private static void words(Graphics2D graphics, Card card) {
        line(graphics, card.title(), Font.BOLD, 44, INK, MARGIN + 40);
        line(graphics, card.about(), Font.PLAIN, 26, SOFT, MARGIN + 82);
        if (!card.text().isEmpty()) {
            text(graphics, card.text());
        }
        if (card.tells() != null) {
            line(graphics, card.tells(), Font.PLAIN, 26, SOFT, HISTOGRAM_TOP - 16);
        }
        line(graphics, "Featurescope", Font.BOLD, 22, SOFT, Card.HEIGHT - 18);
    }

    /** One line, as much as there is room for. */
    private static void line(Graphics2D graphics, String text, int style, int size, Color color, int baseline) {
        Font font = new Font(Font.SANS_SERIF, style, size);
        String shown = text;
        while (shown.length() > 1
                && font.getStringBounds(shown, graphics.getFontRenderContext()).getWidth() > INNER) {
            shown = shown.substring(0, shown.length() - 2).stripTrailing() + "…";
        }
        graphics.setFont(font);
        graphics.setColor(color);
        graphics.drawString(shown, MARGIN, baseline);
    }

    private static void text(Graphics2D graphics, List<Shaded> pieces) {
        StringBuilder joined = new StringBuilder();
        pieces.forEach(piece -> joined.append(piece.text()));
        if (joined.isEmpty()) {
            return;
        }
        AttributedString text = new AttributedString(joined.toString());
        text.addAttribute(TextAttribute.FONT, new Font(Font.MONOSPACED, Font.PLAIN, 34));
        text.addAttribute(TextAttribute.FOREGROUND, INK);
        int peakStart = 0;
        int peakEnd = 0;
        int at = 0;
        for (Shaded piece : pieces) {
            int end = at + piece.text().length();
            if (end > at && piece.shade() != 0) {
                text.addAttribute(TextAttribute.BACKGROUND, color(piece.shade()), at, end);
            }
            if (piece.peak()) {
                peakStart = at;
                peakEnd = end;
            }
            at = end;
        }
        lines(graphics, text, peakStart, peakEnd);
    }

    private static void lines(Graphics2D graphics, AttributedString text, int peakStart, int peakEnd) {
        LineBreakMeasurer measurer = new LineBreakMeasurer(text.getIterator(), graphics.getFontRenderContext());
        int end = text.getIterator().getEndIndex();
        for (int y = TEXT_TOP + LINE / 2; y < TEXT_BOTTOM && measurer.getPosition() < end; y += LINE) {
            int start = measurer.getPosition();
            TextLayout layout = measurer.nextLayout(INNER);
            float x = layout.isLeftToRight() ? MARGIN : MARGIN + INNER - layout.getAdvance();
            layout.draw(graphics, x, y);
            int from = Math.max(peakStart, start) - start;
            int to = Math.min(peakEnd, measurer.getPosition()) - start;
            if (from < to) {
                Shape frame = layout.getLogicalHighlightShape(from, to);
                graphics.setColor(INK);
                graphics.setStroke(new BasicStroke(3));
                graphics.draw(AffineTransform.getTranslateInstance(x, y).createTransformedShape(frame));
            }
        }
    }

    /** Without fonts: a block for each piece, as wide as its text is long. */
    private static void shades(Graphics2D graphics, List<Shaded> pieces) {
        double x = MARGIN;
        int y = TEXT_TOP;
        for (Shaded piece : pieces) {
            double width = Math.min(
                    INNER, 20.0 * piece.text().codePointCount(0, piece.text().length()));
            if (x + width > MARGIN + INNER) {
                x = MARGIN;
                y += LINE;
            }
            if (y + LINE > TEXT_BOTTOM) {
                return;
            }
            Rectangle2D block = new Rectangle2D.Double(x, y, width - 2, LINE - 12);
            graphics.setColor(color(piece.shade()));
            graphics.fill(block);
            if (piece.peak()) {
                graphics.setColor(INK);
                graphics.draw(block);
            }
            x += width;
        }
    }

    private static void histogram(Graphics2D graphics, HistogramDrawing histogram) {
        graphics.setColor(SOFT);
        double unit = (double) INNER / Math.max(1, histogram.bins());
        for (HistogramDrawing.Bar bar : histogram.bars()) {
            double height = HISTOGRAM_HEIGHT * Double.parseDouble(bar.height()) / 100;
            graphics.fill(new Rectangle2D.Double(
                    MARGIN + bar.x() * unit, HISTOGRAM_TOP + HISTOGRAM_HEIGHT - height, 0.92 * unit, height));
        }
    }

    /** A mix of page and shade, as the style sheet has it. */
    private static Color color(int shade) {
        Color full = shade < 0 ? COOL : WARM;
        float part = Math.abs(shade) / 12f;
        return new Color(
                mix(PAGE.getRed(), full.getRed(), part),
                mix(PAGE.getGreen(), full.getGreen(), part),
                mix(PAGE.getBlue(), full.getBlue(), part));
    }

    private static int mix(int from, int to, float part) {
        return Math.round(from + (to - from) * part);
    }
}
