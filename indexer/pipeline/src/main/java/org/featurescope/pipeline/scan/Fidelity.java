package org.featurescope.pipeline.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.featurescope.core.HookPoint;

/**
 * How well an SAE, as it was read, explains the model it listens to. Files that are read wrongly (another hook point, a
 * normalisation left out, a bias not subtracted) still give latents that look like some, but bad figures.
 *
 * @param fvu fraction of variance unexplained; empty: not measured, because no decoder could be applied
 * @param fvuTokens tokens that it was measured over
 * @param meanL0 latents active per token
 * @param deadFeatures latents that were never active
 * @param tokens that the two before are about
 * @param suspicions why it looks wrongly read, a sentence each; empty: it does not
 */
public record Fidelity(
        OptionalDouble fvu, long fvuTokens, double meanL0, int deadFeatures, long tokens, List<String> suspicions) {

    /** The largest FVU that is trusted. */
    public static final double MAX_FVU = 0.6;

    /** By which factor mean L0 may differ from what the files declare. */
    public static final double MAX_L0_FACTOR = 2;

    public Fidelity {
        suspicions = List.copyOf(suspicions);
    }

    /**
     * @param output what the SAE reconstructs
     * @param declaredL0 latents active per token, as its files promise
     * @param fvu as measured; one that is not finite is suspect and counts as not measured
     * @param activations tokens above 0, summed over all latents
     */
    public static Fidelity of(
            HookPoint output,
            OptionalDouble declaredL0,
            OptionalDouble fvu,
            long fvuTokens,
            long activations,
            int deadFeatures,
            long tokens) {
        double meanL0 = (double) activations / tokens;
        boolean finite = fvu.isPresent() && Double.isFinite(fvu.getAsDouble());
        return new Fidelity(
                finite ? fvu : OptionalDouble.empty(),
                fvuTokens,
                meanL0,
                deadFeatures,
                tokens,
                suspicions(output, declaredL0, fvu, meanL0));
    }

    private static List<String> suspicions(
            HookPoint output, OptionalDouble declaredL0, OptionalDouble fvu, double meanL0) {
        List<String> found = new ArrayList<>();
        if (fvu.isPresent() && !(fvu.getAsDouble() <= MAX_FVU)) { // NaN too
            found.add(String.format(
                    Locale.ROOT,
                    "The fraction of variance unexplained (FVU) of %s is %.3g; up to %s is trusted.",
                    output,
                    fvu.getAsDouble(),
                    MAX_FVU));
        }
        if (declaredL0.isPresent() && !isNear(meanL0, declaredL0.getAsDouble())) {
            found.add(String.format(
                    Locale.ROOT,
                    "%.1f latents are active per token, but its files promise %.1f; a factor of up to %.0f is trusted.",
                    meanL0,
                    declaredL0.getAsDouble(),
                    MAX_L0_FACTOR));
        }
        return found;
    }

    private static boolean isNear(double l0, double declared) {
        return l0 <= declared * MAX_L0_FACTOR && l0 >= declared / MAX_L0_FACTOR;
    }

    public boolean isSuspect() {
        return !suspicions.isEmpty();
    }
}
