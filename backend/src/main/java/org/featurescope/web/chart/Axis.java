package org.featurescope.web.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One axis of a plot.
 *
 * @param low where it begins; above 0 if logarithmic
 * @param high where it ends, above low
 */
public record Axis(Scale scale, double low, double high) {

    private static final int FEWEST_TICKS = 4;
    private static final double[] STEPS = {1, 2, 5, 10};

    public Axis {
        if (!(low < high) || scale == Scale.LOG && low <= 0) {
            throw new IllegalArgumentException(
                    "an axis must ascend, a logarithmic one from above 0; got " + low + " to " + high);
        }
    }

    /** Numbers by feature; NaN: it has none. */
    @FunctionalInterface
    public interface Values {
        float get(int feature);
    }

    /** The axis that holds all values that can be drawn on it, with ends of three digits; from 0 to 1 or 1 to 10 if there are none. */
    public static Axis over(Scale scale, BitSet features, Values values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int feature = features.nextSetBit(0); feature >= 0; feature = features.nextSetBit(feature + 1)) {
            double value = values.get(feature);
            if (isDrawn(scale, value)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        if (least > most) {
            return scale == Scale.LOG ? new Axis(scale, 1, 10) : new Axis(scale, 0, 1);
        }
        if (least == most) {
            double margin = least == 0 ? 0.5 : Math.abs(least) / 4;
            return new Axis(
                    scale, outward(least - margin, RoundingMode.FLOOR), outward(most + margin, RoundingMode.CEILING));
        }
        return new Axis(scale, outward(least, RoundingMode.FLOOR), outward(most, RoundingMode.CEILING));
    }

    private static double outward(double value, RoundingMode direction) {
        return new BigDecimal(value).round(new MathContext(3, direction)).doubleValue();
    }

    private static boolean isDrawn(Scale scale, double value) {
        return !Double.isNaN(value) && (scale == Scale.LINEAR || value > 0);
    }

    /** Where a value stands, from 0 to 1; NaN: it cannot be drawn. */
    public double position(double value) {
        return ruler().position(value);
    }

    /** For many values: takes the logarithms of the ends once. */
    public Ruler ruler() {
        return new Ruler(scale, scaled(scale, low), scaled(scale, high) - scaled(scale, low));
    }

    /** Finds where values stand on an axis. */
    public record Ruler(Scale scale, double begin, double length) {

        /** From 0 to 1; NaN: it cannot be drawn. */
        public double position(double value) {
            return isDrawn(scale, value)
                    ? Math.max(0, Math.min(1, (scaled(scale, value) - begin) / length))
                    : Double.NaN;
        }
    }

    /** What stands at a position from 0 to 1, with six digits. */
    public double value(double position) {
        double at = scaled(scale, low) + position * (scaled(scale, high) - scaled(scale, low));
        double value = scale == Scale.LOG ? Math.exp(at) : at;
        return new BigDecimal(value).round(new MathContext(6)).doubleValue();
    }

    private static double scaled(Scale scale, double value) {
        return scale == Scale.LOG ? Math.log(value) : value;
    }

    /** Round numbers along the axis, ascending. */
    public List<Double> ticks() {
        List<Double> decades = scale == Scale.LOG ? decades() : List.of();
        return decades.size() >= 2 ? decades : roundNumbers();
    }

    private List<Double> decades() {
        int first = (int) Math.ceil(Math.log10(low) - 1e-9);
        int last = (int) Math.floor(Math.log10(high) + 1e-9);
        int every = Math.max(1, (last - first + 4) / 5);
        List<Double> ticks = new ArrayList<>();
        for (int power = first; power <= last; power += every) {
            ticks.add(Double.valueOf("1e" + power));
        }
        return ticks;
    }

    private List<Double> roundNumbers() {
        double rough = (high - low) / FEWEST_TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power;
        for (double each : STEPS) {
            step = each * power <= rough ? each * power : step;
        }
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            double value = new BigDecimal(i * step).round(new MathContext(12)).doubleValue();
            if (scale == Scale.LINEAR || value > 0) {
                ticks.add(value);
            }
        }
        return ticks;
    }
}
