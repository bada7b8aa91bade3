package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** The texts with the smallest minima below 0. */
final class BottomCollector implements GroupCollector<BottomCollector> {

    private final PeakCollector lowest;
    /** With a token below 0. */
    private final long[] contexts;

    private final float[] depths;

    BottomCollector(int features, int k) {
        lowest = new PeakCollector(features, 1, k);
        contexts = new long[features];
        depths = new float[features];
    }

    @Override
    public void accept(ContextTile tile, TileExamples examples) {
        for (int feature = 0; feature < contexts.length; feature++) {
            depths[feature] = -tile.minimum[feature];
            contexts[feature] += depths[feature] > 0 ? 1 : 0;
        }
        lowest.accept(depths, feature -> examples.rowOf(feature, tile.minimum[feature]), examples);
    }

    @Override
    public void merge(BottomCollector other, int[] labels) {
        for (int feature = 0; feature < contexts.length; feature++) {
            contexts[feature] += other.contexts[feature];
        }
        lowest.merge(other.lowest);
    }

    @Override
    public List<ExampleGroup> groups(int feature, Known known) {
        return List.of(new ExampleGroup(
                GroupKind.BOTTOM,
                0,
                Float.NEGATIVE_INFINITY,
                0,
                known.histogram().total() - known.histogram().tokensFrom(0),
                contexts[feature],
                lowest.examples(feature)));
    }

    @Override
    public void write(DataOutput out, ExampleWriter examples) throws IOException {
        EvidenceState.writeLongs(out, contexts);
        lowest.write(out, examples);
    }

    @Override
    public void read(DataInput in, ExampleReader examples) throws IOException {
        EvidenceState.readLongs(in, contexts);
        lowest.read(in, examples);
    }
}
