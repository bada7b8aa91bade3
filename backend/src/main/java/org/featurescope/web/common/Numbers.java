package org.featurescope.web.common;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them: no more digits than are right, a real minus sign, thousands set apart. */
public final class Numbers {

    /** What is printed where a number is not known. */
    public static final String ABSENT = "—";

    private static final double SMALLEST_PLAIN = 1e-4;
    private static final double[] POWERS_OF_TEN = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    private static final double[] SMALL_POWERS = {1, 1e-1, 1e-2, 1e-3, 1e-4};
    private static final long NOT_SURE = -1;

    /** Far more than the product of a double and a power of ten is off by, as long as it is at most {@link #MOST_UNITS}. */
    private static final double TIE = 1e-6;

    private static final double MOST_UNITS = 1e9;

    /** The bits of a double that a float has not, and what they are half way between two floats. */
    private static final long BELOW_A_FLOAT = 0x1FFF_FFFFL;

    private static final long HALF_A_FLOAT = 0x1000_0000L;

    Numbers() {} // templates call the static methods through an instance

    /**
     * Rounds half up to significant digits and keeps trailing zeros: 1.5 with three digits is {@code 1.50}. Magnitudes below
     * 0.0001 are written like {@code 3.20e−5}; zero is {@code 0}.
     */
    public static String significant(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        double magnitude = Math.abs(value);
        int decimals = digits - 1 - exponent(magnitude);
        long scaled = magnitude < SMALLEST_PLAIN ? NOT_SURE : scaled(magnitude, decimals);
        if (scaled != NOT_SURE) {
            boolean carried = scaled == (long) POWERS_OF_TEN[digits]; // 9.996 is 10.0
            if (!carried || decimals > 0) {
                return plain(value < 0, carried ? scaled / 10 : scaled, carried ? decimals - 1 : decimals);
            }
        }
        BigDecimal rounded = new BigDecimal(magnitude).round(new MathContext(digits, RoundingMode.HALF_UP));
        String text = magnitude < SMALLEST_PLAIN
                ? String.format(Locale.ROOT, "%." + (digits - 1) + "e", rounded).replaceFirst("e-0?", "e−")
                : plain(rounded, digits);
        return value < 0 ? "−" + text : text;
    }

    /** The power of ten of the first digit of a magnitude from 0.0001 on. */
    private static int exponent(double magnitude) {
        int exponent = -4;
        while (exponent < POWERS_OF_TEN.length - 1 && magnitude >= power(exponent + 1)) {
            exponent++;
        }
        return exponent;
    }

    /** Powers below 1 are no doubles; those that stand for them are a little larger, so that comparing is exact. */
    private static double power(int exponent) {
        return exponent < 0 ? SMALL_POWERS[-exponent] : POWERS_OF_TEN[exponent];
    }

    /**
     * A magnitude as a whole number of units of its last decimal, rounded half up, without {@link BigDecimal}, because pages print
     * thousands of numbers. {@link #NOT_SURE} where the rounding of the product might decide, and for what is very large.
     */
    private static long scaled(double magnitude, int decimals) {
        if (decimals < 0 || decimals >= POWERS_OF_TEN.length) {
            return NOT_SURE;
        }
        double units = magnitude * POWERS_OF_TEN[decimals];
        double fraction = units - Math.floor(units);
        return units > MOST_UNITS || Math.abs(fraction - 0.5) < TIE ? NOT_SURE : (long) Math.floor(units + 0.5);
    }

    private static String plain(boolean negative, long units, int decimals) {
        long one = (long) POWERS_OF_TEN[decimals];
        String whole = grouped(Long.toString(units / one));
        String sign = negative && units > 0 ? "−" : "";
        return decimals == 0
                ? sign + whole
                : sign + whole + "." + Long.toString(one + units % one).substring(1);
    }

    private static String plain(BigDecimal rounded, int digits) {
        int decimals = digits - (rounded.precision() - rounded.scale());
        return grouped(rounded.setScale(Math.max(0, decimals)).toPlainString());
    }

    /** By hand, because pages print thousands of numbers, and formats are read anew for each. */
    private static String grouped(String number) {
        int point = number.indexOf('.');
        int first = number.startsWith("-") ? 1 : 0;
        StringBuilder grouped = new StringBuilder(number);
        for (int i = (point < 0 ? number.length() : point) - 3; i > first; i -= 3) {
            grouped.insert(i, ',');
        }
        return grouped.toString();
    }

    /** Rounds half up to decimals: 32 with one is {@code 32.0}. */
    public static String fixed(double value, int decimals) {
        long scaled = scaled(Math.abs(value), decimals);
        if (scaled != NOT_SURE) {
            return plain(value < 0, scaled, decimals);
        }
        BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP);
        return grouped(rounded.toPlainString()).replace('-', '−');
    }

    /** Significant digits with a sign in front, also of what is positive: {@code +1.50}. */
    public static String signed(double value, int digits) {
        return (value > 0 ? "+" : "") + significant(value, digits);
    }

    /**
     * Significant digits, but none that an error could change by more than one; 0 where not even the first would be right.
     *
     * @param error the most by which the value may be off; 0: it is exact
     * @param value NaN: not known, {@link #ABSENT}
     */
    public static String within(double error, double value, int digits) {
        if (Double.isNaN(value)) {
            return ABSENT;
        }
        if (error == 0 || value == 0) {
            return significant(value, digits);
        }
        int right = (int) Math.floor(Math.log10(Math.abs(value))) - (int) Math.ceil(Math.log10(2 * error)) + 1;
        return right < 1 ? "0" : significant(value, Math.min(digits, right));
    }

    /** A share of a whole as per cent with three significant digits: {@code 1.25 %}. */
    public static String percent(double share) {
        return significant(100 * share, 3) + "\u202F%";
    }

    /** 1234567 as {@code 1,234,567}. */
    public static String count(long count) {
        return grouped(Long.toString(count));
    }

    /** {@link #ABSENT} for null. */
    public static String count(@Nullable Number count) {
        return count == null ? ABSENT : count(count.longValue());
    }

    /** {@link #ABSENT} for null. */
    public static String shortCount(@Nullable Number count) {
        return count == null ? ABSENT : shortCount(count.longValue());
    }

    /** {@link #ABSENT} for null. */
    public static String significant(@Nullable Number value, int digits) {
        return value == null ? ABSENT : significant(value.doubleValue(), digits);
    }

    /** {@link #ABSENT} for null. */
    public static String percent(@Nullable Number share) {
        return share == null ? ABSENT : percent(share.doubleValue());
    }

    /** A large count in short, three digits: {@code 4.31 M}. */
    public static String shortCount(long count) {
        if (count < 10_000) {
            return count(count);
        }
        String[] units = {"", "k", "M", "G", "T"};
        int unit = 0;
        double value = count;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return significant(value, 3) + "\u202F" + units[unit];
    }

    /**
     * A stored value without the digits that are not right: rounded to the decimal place whose unit is at least twice the error.
     *
     * @param error the most by which the value may be off; 0: it is exact
     */
    public static float stored(float value, float error) {
        if (error == 0 || value == 0) {
            return value;
        }
        int decimals = -(int) Math.ceil(Math.log10(2.0 * error));
        long scaled = scaled(Math.abs(value), decimals);
        if (scaled != NOT_SURE) {
            double rounded = scaled / POWERS_OF_TEN[decimals];
            if ((Double.doubleToRawLongBits(rounded) & BELOW_A_FLOAT) != HALF_A_FLOAT) {
                return (float) (value < 0 ? -rounded : rounded);
            }
        }
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP).floatValue();
    }
}
