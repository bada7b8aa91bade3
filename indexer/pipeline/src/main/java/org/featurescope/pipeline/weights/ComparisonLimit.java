package org.featurescope.pipeline.weights;

import java.util.Locale;

/**
 * Up to which cost features are compared with each other: every one with every other, so the cost grows with the square of their
 * number.
 *
 * @param teraProducts multiplications, in units of 10¹²; 0: nothing is compared
 */
public record ComparisonLimit(double teraProducts) {

    /** Seven minutes on two cores that multiply 50·10⁹ numbers a second; 70,000 features over a sample of 4,096 tokens. */
    public static final ComparisonLimit DEFAULT = new ComparisonLimit(20);

    private static final double TERA = 1e12;

    public ComparisonLimit {
        if (!(teraProducts >= 0)) {
            throw new IllegalArgumentException("--compare-limit must be >= 0, got " + teraProducts);
        }
    }

    boolean allows(long features, long width) {
        return cost(features, width) <= teraProducts;
    }

    /** Why nothing was compared. */
    String exceeded(String what, long features, long width) {
        return String.format(
                Locale.ROOT,
                "%s are left out: %,d features of %,d numbers take %.3g·10¹² multiplications, more than --compare-limit %s.",
                what,
                features,
                width,
                cost(features, width),
                teraProducts == Math.rint(teraProducts)
                        ? String.valueOf((long) teraProducts)
                        : String.valueOf(teraProducts));
    }

    private static double cost(long features, long width) {
        return (double) features * features * width / TERA;
    }
}
