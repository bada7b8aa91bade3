package org.featurescope.web.chart;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * How many features lie where in a plane, in {@value #COLUMNS} by {@value #ROWS} cells.
 *
 * @param counts of cell (column, row) at {@code row · COLUMNS + column}; row 0 is at the bottom
 * @param drawn how many features that is; the others have no number on one of the axes
 */
public record Scatter(Axis x, Axis y, int[] counts, int drawn) {

    public static final int COLUMNS = 30;
    public static final int ROWS = 18;

    /** Positions of points are multiples of 1/{@value #STEPS}. */
    private static final int STEPS = 0xFFFE;

    private static final short NOT_DRAWN = (short) 0xFFFF;

    public static Scatter of(Axis x, Axis y, BitSet features, Axis.Values xs, Axis.Values ys) {
        int[] counts = new int[COLUMNS * ROWS];
        int drawn = 0;
        Axis.Ruler width = x.ruler();
        Axis.Ruler height = y.ruler();
        for (int feature = features.nextSetBit(0); feature >= 0; feature = features.nextSetBit(feature + 1)) {
            double across = width.position(xs.get(feature));
            double up = height.position(ys.get(feature));
            if (!Double.isNaN(across) && !Double.isNaN(up)) {
                counts[cell(up, ROWS) * COLUMNS + cell(across, COLUMNS)]++;
                drawn++;
            }
        }
        return new Scatter(x, y, counts, drawn);
    }

    private static int cell(double position, int cells) {
        return Math.min(cells - 1, (int) (position * cells));
    }

    /**
     * Where each of a source's features lies, for a script: by index two unsigned 16-bit numbers, little-endian, x and y in units
     * of 1/65,534 of the axis from its lower end; 65,535 twice where the feature is not drawn.
     *
     * @param features of the source
     * @param shown those that are drawn
     */
    public static byte[] points(Axis x, Axis y, int features, BitSet shown, Axis.Values xs, Axis.Values ys) {
        ByteBuffer points = ByteBuffer.allocate(features * 2 * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Axis.Ruler width = x.ruler();
        Axis.Ruler height = y.ruler();
        for (int feature = 0; feature < features; feature++) {
            double across = shown.get(feature) ? width.position(xs.get(feature)) : Double.NaN;
            double up = shown.get(feature) ? height.position(ys.get(feature)) : Double.NaN;
            boolean isDrawn = !Double.isNaN(across) && !Double.isNaN(up);
            points.putShort(isDrawn ? (short) Math.round(across * STEPS) : NOT_DRAWN);
            points.putShort(isDrawn ? (short) Math.round(up * STEPS) : NOT_DRAWN);
        }
        return points.array();
    }
}
