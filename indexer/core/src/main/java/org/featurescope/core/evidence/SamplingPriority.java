package org.featurescope.core.evidence;

import java.util.function.LongUnaryOperator;

/**
 * Decides which contexts are sampled: of each feature, those with the smallest priorities. A priority is a 64-bit hash of seed,
 * feature and context id, so it depends neither on the order nor on the machine in which contexts are seen.
 *
 * <p>Of one feature no two contexts have the same priority, because every step on the way from a context id is one-to-one. The
 * function never changes: a run that is extended later must go on with it.
 */
final class SamplingPriority {

    /** The odd number nearest to 2⁶⁴ divided by the golden ratio. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private SamplingPriority() {}

    static long featureKey(long seed, int feature) {
        return mix(mix(seed + GOLDEN) + feature);
    }

    static long contextKey(long contextId) {
        return mix(contextId + GOLDEN);
    }

    /** To be compared as a signed number. */
    static long of(long featureKey, long contextKey) {
        return mix(featureKey ^ contextKey);
    }

    /** The priority by context id. */
    static LongUnaryOperator of(long seed, int feature) {
        long featureKey = featureKey(seed, feature);
        return context -> of(featureKey, contextKey(context));
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014; constants: Stafford's variant 13). */
    private static long mix(long bits) {
        long x = (bits ^ bits >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        x = (x ^ x >>> 27) * 0x94D0_49BB_1331_11EBL;
        return x ^ x >>> 31;
    }
}
