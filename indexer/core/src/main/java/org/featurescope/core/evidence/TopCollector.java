package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import org.featurescope.core.format.ActivationFormat;
import org.jspecify.annotations.Nullable;

/**
 * For each feature the {@code k} contexts with the largest peaks above 0, each with its activations, in the order of
 * {@link Example#TOP_FIRST}. Most contexts are turned away by comparing one number with {@link #bar}.
 */
final class TopCollector implements TileCollector<TopCollector> {

    private final int k;
    /** A peak below it cannot enter: the smallest peak kept, once there are k. */
    private final float[] bar;

    /** Worst example first. */
    private final @Nullable PriorityQueue<Example>[] kept;

    TopCollector(int features, int k) {
        this.k = k;
        bar = new float[features];
        Arrays.fill(bar, Float.MIN_VALUE);
        kept = newQueues(features);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // generic array creation
    private static @Nullable PriorityQueue<Example>[] newQueues(int features) {
        return new PriorityQueue[features];
    }

    @Override
    public void accept(ContextTile tile) {
        for (int feature = 0; feature < bar.length; feature++) {
            if (tile.maximum[feature] >= bar[feature]) {
                offer(feature, tile);
            }
        }
    }

    private void offer(int feature, ContextTile tile) {
        PriorityQueue<Example> queue = queue(feature);
        Example worst = queue.peek();
        if (queue.size() == k
                && worst != null
                && worst.peak() == tile.maximum[feature]
                && ContextId.ORDER.compare(worst.context(), tile.contextId) < 0) {
            return;
        }
        float[] activations = new float[tile.contextTokens()];
        tile.copyActivations(feature, activations, 0);
        int position = tile.position(tile.peakRow(feature));
        add(
                feature,
                new Example(tile.contextId, position, tile.maximum[feature], ActivationFormat.encode(activations)));
    }

    private void add(int feature, Example example) {
        PriorityQueue<Example> queue = queue(feature);
        queue.add(example);
        if (queue.size() > k) {
            queue.remove();
        }
        if (queue.size() == k) {
            bar[feature] = queue.element().peak();
        }
    }

    @Override
    public void merge(TopCollector other, int[] labels) {
        for (int feature = 0; feature < bar.length; feature++) {
            for (Example example : other.examples(feature)) {
                add(feature, example);
            }
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        for (int feature = 0; feature < bar.length; feature++) {
            List<Example> examples = examples(feature);
            out.writeInt(examples.size());
            for (Example example : examples) {
                out.writeLong(example.context());
                out.writeInt(example.peakPosition());
                out.writeFloat(example.peak());
                out.writeInt(example.activations().length);
                out.write(example.activations());
            }
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        for (int feature = 0; feature < bar.length; feature++) {
            int count = EvidenceState.readCount(in, "examples", k);
            for (int i = 0; i < count; i++) {
                add(feature, new Example(in.readLong(), in.readInt(), in.readFloat(), readActivations(in)));
            }
        }
    }

    private static byte[] readActivations(DataInput in) throws IOException {
        return EvidenceState.readBytes(in, EvidenceState.readCount(in, "bytes", Integer.MAX_VALUE));
    }

    /** Best first. */
    List<Example> examples(int feature) {
        PriorityQueue<Example> queue = kept[feature];
        if (queue == null) {
            return List.of();
        }
        List<Example> sorted = new ArrayList<>(queue);
        sorted.sort(Example.TOP_FIRST);
        return Collections.unmodifiableList(sorted);
    }

    private PriorityQueue<Example> queue(int feature) {
        PriorityQueue<Example> queue = kept[feature];
        if (queue == null) {
            queue = new PriorityQueue<>(k + 1, Example.TOP_FIRST.reversed());
            kept[feature] = queue;
        }
        return queue;
    }
}
