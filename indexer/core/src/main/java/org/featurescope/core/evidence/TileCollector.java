package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One kind of evidence of the features of a range. A {@link RangeCollector} shows it every context, in any order; what it
 * knows then depends on the set of contexts alone.
 *
 * <p>Labels have numbers in the order in which a source met them; {@link Labels} says which.
 *
 * @param <C> the collector itself
 */
interface TileCollector<C extends TileCollector<C>> {

    /** @param tile has at least one row */
    void accept(ContextTile tile);

    /** All tiles of a block have been shown: whoever put work off until it can be done for many contexts at once, does it. */
    default void endBlock() {}

    /**
     * Adds what another collector of the same features saw, which stays as it is.
     *
     * @param labels for each label number of the other, that of the same label here
     */
    void merge(C other, int[] labels);

    /** Writes all it knows, so that {@link #read} brings back the same bits. */
    void write(DataOutput out) throws IOException;

    /**
     * Reads what {@link #write} wrote into a collector that has seen nothing.
     *
     * @throws IOException also for what it cannot have written
     */
    void read(DataInput in) throws IOException;
}
