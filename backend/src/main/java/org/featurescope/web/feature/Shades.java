package org.featurescope.web.feature;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.evidence.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * The one scale by which a page shades tokens: 12 steps from 0 to the largest activation, and as many of the same size below 0.
 *
 * @param scale the activation of the strongest shade, in raw activations; 0 for a feature that is 0 everywhere
 */
record Shades(float scale) {

    private static final int STEPS = 12;

    /** A feature that is never positive is shaded on the scale of its smallest activation. */
    static Shades of(Statistics statistics) {
        float max = orZero(statistics.max());
        return new Shades(max > 0 ? max : Math.abs(orZero(statistics.min())));
    }

    /** The nearest step, -12 … 12; what is beyond the scale is on its last step. */
    int step(float activation) {
        return scale == 0 ? 0 : Math.max(-STEPS, Math.min(STEPS, Math.round(STEPS * activation / scale)));
    }

    /** The class of a step: {@code a1} … {@code a12} above 0, {@code n1} … {@code n12} below, none for 0. */
    String cssClass(float activation) {
        int step = step(activation);
        return step == 0 ? "" : step > 0 ? "a" + step : "n" + -step;
    }

    /**
     * A shade of the legend.
     *
     * @param label the activation there; null: not printed
     */
    public record Swatch(String cssClass, @Nullable String label) {}

    /** The shades from the smallest activation to the largest, every fourth step with its number. */
    List<Swatch> legend(Statistics statistics) {
        List<Swatch> swatches = new ArrayList<>();
        if (scale > 0) {
            for (int step = Math.min(0, step(orZero(statistics.min())));
                    step <= Math.max(0, step(orZero(statistics.max())));
                    step++) {
                swatches.add(new Swatch(cssClass(scale * step / STEPS), label(step)));
            }
        }
        return swatches;
    }

    /** What is not known has no part in the scale. */
    private static float orZero(@Nullable Float value) {
        return value == null ? 0 : value;
    }

    private @Nullable String label(int step) {
        return step % 4 == 0 ? Numbers.significant((double) scale * step / STEPS, 3) : null;
    }
}
