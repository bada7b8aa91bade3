package org.featurescope.lm;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;

/** The logit effects of the features of a source: of each the largest, the smallest, and a histogram of all. */
public final class LogitTable {

    private final int kept;
    private final int[] topTokens; // [feature, rank]
    private final float[] topEffects;
    private final int[] bottomTokens;
    private final float[] bottomEffects;
    private final int[] exponents;
    private final int[] firstBins;
    private final int[][] counts; // a vocabulary is counted in 32 bits

    LogitTable(int features, int kept) {
        this.kept = kept;
        topTokens = new int[features * kept];
        topEffects = new float[features * kept];
        bottomTokens = new int[features * kept];
        bottomEffects = new float[features * kept];
        exponents = new int[features];
        firstBins = new int[features];
        counts = new int[features][];
    }

    /**
     * Different features may be set by several threads.
     *
     * @param effects of all tokens; left as they are
     */
    void set(int feature, float[] effects) {
        select(effects, 1, feature * kept, topTokens, topEffects);
        select(effects, -1, feature * kept, bottomTokens, bottomEffects);
        DyadicHistogram all = DyadicHistogram.of(effects);
        exponents[feature] = all.exponent();
        firstBins[feature] = all.firstBin();
        counts[feature] = Arrays.stream(all.counts()).mapToInt(Math::toIntExact).toArray();
    }

    /** The largest (sign 1) or smallest (sign -1), in order; of equal ones, that of the lower token first. */
    private void select(float[] effects, float sign, int start, int[] tokens, float[] found) {
        int size = 0;
        float bar = Float.NEGATIVE_INFINITY;
        for (int token = 0; token < effects.length; token++) {
            float effect = sign * effects[token];
            if (effect > bar || size < kept) {
                size = Math.min(size + 1, kept);
                int place = start + size - 1;
                for (; place > start && sign * found[place - 1] < effect; place--) {
                    found[place] = found[place - 1];
                    tokens[place] = tokens[place - 1];
                }
                found[place] = effects[token];
                tokens[place] = token;
                bar = size < kept ? Float.NEGATIVE_INFINITY : sign * found[start + kept - 1];
            }
        }
    }

    public LogitEffects effects(int feature) {
        return new LogitEffects(
                effects(feature, topTokens, topEffects),
                effects(feature, bottomTokens, bottomEffects),
                new DyadicHistogram(
                        exponents[feature],
                        firstBins[feature],
                        Arrays.stream(counts[feature]).asLongStream().toArray()));
    }

    private List<TokenEffect> effects(int feature, int[] tokens, float[] effects) {
        return IntStream.range(feature * kept, (feature + 1) * kept)
                .mapToObj(i -> new TokenEffect(tokens[i], effects[i]))
                .toList();
    }
}
