package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** The texts with the largest maxima above 0. */
final class TopCollector implements GroupCollector<TopCollector> {

    private final PeakCollector highest;
    /** With a token above 0. */
    private final long[] contexts;

    TopCollector(int features, int k) {
        highest = new PeakCollector(features, 1, k);
        contexts = new long[features];
    }

    @Override
    public void accept(ContextTile tile, TileExamples examples) {
        for (int feature = 0; feature < contexts.length; feature++) {
            contexts[feature] += tile.maximum[feature] > 0 ? 1 : 0;
        }
        highest.accept(tile.maximum, examples::maximumRow, examples);
    }

    @Override
    public void merge(TopCollector other, int[] labels) {
        for (int feature = 0; feature < contexts.length; feature++) {
            contexts[feature] += other.contexts[feature];
        }
        highest.merge(other.highest);
    }

    @Override
    public List<ExampleGroup> groups(int feature, Known known) {
        return List.of(new ExampleGroup(
                GroupKind.TOP,
                0,
                0,
                Float.POSITIVE_INFINITY,
                known.activeTokens(),
                contexts[feature],
                highest.examples(feature)));
    }

    @Override
    public void write(DataOutput out, ExampleWriter examples) throws IOException {
        EvidenceState.writeLongs(out, contexts);
        highest.write(out, examples);
    }

    @Override
    public void read(DataInput in, ExampleReader examples) throws IOException {
        EvidenceState.readLongs(in, contexts);
        highest.read(in, examples);
    }
}
