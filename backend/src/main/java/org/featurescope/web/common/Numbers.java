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
        BigDecimal rounded = new BigDecimal(magnitude).round(new MathContext(digits, RoundingMode.HALF_UP));
        String text = magnitude < 1e-4
                ? String.format(Locale.ROOT, "%." + (digits - 1) + "e", rounded).replaceFirst("e-0?", "e−")
                : plain(rounded, digits);
        return value < 0 ? "−" + text : text;
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
     */
    public static String within(double error, double value, int digits) {
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
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP).floatValue();
    }
}
