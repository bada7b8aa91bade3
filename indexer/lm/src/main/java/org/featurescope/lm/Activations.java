package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.featurescope.core.evidence.ActivationBlock;
import org.jspecify.annotations.Nullable;

/** Activations at one hook point over one batch, {@code [batch, pos, width]} in fp32. */
public final class Activations implements ActivationBlock {

    private final Kernels kernels;
    private final TokenBatch batch;
    private final NDArray tensor;
    private final int positions;
    private final int width;
    private volatile @Nullable Values values;

    /** A view of the tensor where it lies in main memory, a copy where it lies on a GPU, made when it is first read. */
    private record Values(FloatBuffer floats, IntBuffer bits) {}

    Activations(Kernels kernels, TokenBatch batch, NDArray tensor) {
        this.kernels = kernels;
        this.batch = batch;
        this.tensor = tensor;
        positions = (int) tensor.getShape().get(1);
        width = (int) tensor.getShape().get(2);
    }

    TokenBatch batch() {
        return batch;
    }

    NDArray tensor() {
        return tensor;
    }

    /** Tokens of the longest context; the shorter ones are padded. */
    int positions() {
        return positions;
    }

    /** The same activations, at most some contexts at a time. */
    List<Activations> split(int contexts) {
        if (contexts >= contexts()) {
            return List.of(this);
        }
        List<Activations> parts = new ArrayList<>();
        for (int first = 0; first < contexts(); first += contexts) {
            int end = Math.min(contexts(), first + contexts);
            TokenBatch some = new TokenBatch(batch.contexts().subList(first, end));
            parts.add(new Activations(kernels, some, tensor.get(first + ":" + end)));
        }
        return parts;
    }

    @Override
    public int contexts() {
        return batch.size();
    }

    @Override
    public int features() {
        return width;
    }

    @Override
    public TokenContext context(int context) {
        return batch.contexts().get(context);
    }

    @Override
    public void read(int context, int position, int firstFeature, int count, float[] into, int offset) {
        values().floats().get(place(context, position, firstFeature), into, offset, count);
    }

    @Override
    public void readBits(int context, int position, int firstFeature, int count, int[] into) {
        values().bits().get(place(context, position, firstFeature), into, 0, count);
    }

    private int place(int context, int position, int feature) {
        return (context * positions + position) * width + feature;
    }

    private Values values() {
        Values known = values;
        return known == null ? openValues() : known;
    }

    private synchronized Values openValues() {
        Values opened = values;
        if (opened == null) {
            ByteBuffer bytes = tensor.toByteBuffer(true).order(ByteOrder.nativeOrder());
            opened = new Values(bytes.asFloatBuffer(), bytes.asIntBuffer());
            values = opened;
        }
        return opened;
    }

    /** What the counted tokens of each context come to, computed where the tensor lies. */
    public ContextStatistics reduce() {
        return ContextStatistics.of(kernels, batch, tensor);
    }

    /** Waits until a GPU has computed them. */
    public void await() {
        tensor.get(0, 0, 0).toFloatArray();
    }
}
