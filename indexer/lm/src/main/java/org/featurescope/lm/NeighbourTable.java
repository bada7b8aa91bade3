package org.featurescope.lm;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.FeatureWeights.Neighbour;

/** For each feature of a source the features with the largest values beside it. */
public final class NeighbourTable {

    private final int kept;
    private final int[] sources; // [feature, rank]
    private final int[] indices;
    private final float[] values;
    private final byte[] sizes;

    /** @param kept neighbours of a feature, at most 127 */
    NeighbourTable(int features, int kept) {
        this.kept = kept;
        sources = new int[features * kept];
        indices = new int[features * kept];
        values = new float[features * kept];
        sizes = new byte[features];
    }

    /** What a value must exceed to enter. */
    float bar(int feature) {
        return sizes[feature] < kept ? Float.NEGATIVE_INFINITY : values[(feature + 1) * kept - 1];
    }

    /** Takes a neighbour whose value exceeds the bar; of equal values, the one that came first stays in front. */
    void add(int feature, int source, int index, float value) {
        int start = feature * kept;
        int place = start + Math.min(sizes[feature], kept - 1);
        for (; place > start && values[place - 1] < value; place--) {
            sources[place] = sources[place - 1];
            indices[place] = indices[place - 1];
            values[place] = values[place - 1];
        }
        sources[place] = source;
        indices[place] = index;
        values[place] = value;
        sizes[feature] = (byte) Math.min(sizes[feature] + 1, kept);
    }

    /**
     * Best first; of equal values, in the order of the sources, then of the indices.
     *
     * @param names of the sources, by their number
     */
    public List<Neighbour> neighbours(int feature, IntFunction<String> names) {
        return IntStream.range(feature * kept, feature * kept + sizes[feature])
                .mapToObj(i -> new Neighbour(names.apply(sources[i]), indices[i], values[i]))
                .toList();
    }
}
