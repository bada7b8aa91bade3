package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Chooses the examples of one {@link GroupKind} for the features of a range. What it chooses depends on the set of contexts
 * alone, not on their order nor on how they are split.
 *
 * @param <C> the collector itself
 */
interface GroupCollector<C extends GroupCollector<C>> {

    /**
     * What else is known of a feature in the end.
     *
     * @param histogram of its activations at all counted tokens
     * @param activeTokens those above 0
     * @param labels that the source met
     */
    record Known(DyadicHistogram histogram, long activeTokens, Labels labels) {}

    /**
     * @param tile one context; it has at least one row
     * @param examples made of it
     */
    void accept(ContextTile tile, TileExamples examples);

    /**
     * Adds what another collector of the same features saw, which stays as it is.
     *
     * @param labels for each label number of the other, that of the same label here
     */
    void merge(C other, int[] labels);

    /** By number; a group may be empty. */
    List<ExampleGroup> groups(int feature, Known known);

    /** Writes all it knows, so that {@link #read} brings back the same bits. */
    void write(DataOutput out, ExampleWriter examples) throws IOException;

    /** Into a collector that has seen nothing. */
    void read(DataInput in, ExampleReader examples) throws IOException;
}
