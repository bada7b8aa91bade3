package org.featurescope.web.catalog;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How dense the features of a source are: counts by quarters of a decade.
 *
 * @param counts features with a density in [10^(i/4 − 8), 10^((i+1)/4 − 8)), 32 of them; the first also those below, the last
 *     also those at 1
 * @param neverActive features that are in none of them
 */
public record DensityProfile(List<Integer> counts, int neverActive) {

    static final int PER_DECADE = 4;

    public DensityProfile {
        counts = List.copyOf(counts);
    }

    /** Null: nobody counted. */
    static @Nullable DensityProfile of(RunSourceEntity row) {
        if (row.densityProfile == null) {
            return null;
        }
        List<Integer> counts = Arrays.asList(row.densityProfile);
        int active = counts.stream().mapToInt(Integer::intValue).sum();
        return new DensityProfile(counts, row.source.features - active);
    }

    /** The density that half of the features do not reach, as the lower end of its quarter of a decade; 0: half are never active. */
    double median() {
        int half = (counts.stream().mapToInt(Integer::intValue).sum() + neverActive) / 2;
        int below = neverActive;
        for (int i = 0; i < counts.size(); i++) {
            if (below > half) {
                break;
            }
            below += counts.get(i);
            if (below > half) {
                return Math.pow(10, (double) i / PER_DECADE - 8);
            }
        }
        return 0;
    }
}
