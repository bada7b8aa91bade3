package org.featurescope.pipeline.imports;

import java.util.List;
import org.featurescope.core.evidence.GroupKind;

/**
 * An example of a feature.
 *
 * @param kind top, interval or random
 * @param low bounds of an interval; else infinite
 * @param share of the tokens that its interval holds; NaN: not said
 * @param values one for each token; NaN: not known, but for that at the peak
 * @param peak position of the token that the example is about
 * @param document where the text comes from, or the place in the file
 */
record DumpActivation(
        int feature,
        GroupKind kind,
        float low,
        float high,
        double share,
        List<String> tokens,
        float[] values,
        int peak,
        String document) {

    /** The first position of the largest value that is known. */
    static int largest(float[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[largest] || Float.isNaN(values[largest])) {
                largest = i;
            }
        }
        return largest;
    }
}
