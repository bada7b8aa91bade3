package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.TokenSample;

/**
 * The features whose activations are most correlated with those of each feature (Pearson), over the tokens of a sample, in all
 * sources. A feature that does not vary there, or is other than 0 at fewer than {@link #LEAST_ACTIVE} of its tokens, has no
 * correlations: two latents that fire at one and the same token would be perfectly correlated.
 */
final class CoactiveFeatures {

    static final int LEAST_ACTIVE = 5;

    /** Activations in memory at once, twice: 64 MiB. */
    private static final int BLOCK_VALUES = 1 << 24;

    /** Features that one thread reads at a time. */
    static final int SLICE = 256;

    private final Kernels kernels;
    private final NDManager manager;
    private final List<TokenSample> sources;
    private final int tokens;
    private final int blockFeatures;

    /**
     * What the two blocks that are compared are made in, one after the other: memory outside the heap is given back only when a
     * collection of garbage happens to find that nobody needs it.
     */
    private final ByteBuffer leftValues;

    private final ByteBuffer rightValues;

    /** @param sources samples of the same tokens */
    private CoactiveFeatures(Kernels kernels, NDManager manager, List<TokenSample> sources, int blockValues) {
        this.kernels = kernels;
        this.manager = manager;
        this.sources = sources;
        tokens = sources.get(0).tokens();
        blockFeatures = SLICE * Math.max(1, blockValues / SLICE / Math.max(1, tokens));
        leftValues = buffer();
        rightValues = buffer();
        if (!sources.stream().allMatch(sources.get(0)::sameTokens)) {
            throw new IllegalArgumentException("the sources were sampled at different tokens");
        }
    }

    private ByteBuffer buffer() {
        int most = sources.stream().mapToInt(TokenSample::features).max().orElse(0);
        return manager.allocateDirect(Math.min(blockFeatures, most) * tokens * Float.BYTES)
                .order(ByteOrder.nativeOrder());
    }

    /** A table for each source. */
    static List<NeighbourTable> find(Kernels kernels, NDManager manager, List<TokenSample> sources, int kept) {
        return find(kernels, manager, sources, kept, BLOCK_VALUES);
    }

    /** @param blockValues activations in memory at once, twice; but at least those of {@link #SLICE} features */
    static List<NeighbourTable> find(
            Kernels kernels, NDManager manager, List<TokenSample> sources, int kept, int blockValues) {
        if (sources.isEmpty()) {
            return List.of();
        }
        CoactiveFeatures features = new CoactiveFeatures(kernels, manager, sources, blockValues);
        List<NeighbourTable> tables = new ArrayList<>();
        for (TokenSample source : sources) {
            tables.add(features.compare(tables.size(), new NeighbourTable(source.features(), kept)));
        }
        return tables;
    }

    private NeighbourTable compare(int source, NeighbourTable table) {
        for (int first = 0; first < sources.get(source).features(); first += blockFeatures) {
            try (NDManager step = manager.newSubManager()) {
                Block left = block(step, source, first, leftValues);
                for (int other = 0; other < sources.size(); other++) {
                    compare(source, left, other, table);
                }
            }
        }
        return table;
    }

    private void compare(int source, Block left, int other, NeighbourTable table) {
        RowProducts products = new RowProducts(kernels);
        for (int first = 0; first < sources.get(other).features(); first += blockFeatures) {
            try (NDManager step = manager.newSubManager()) {
                Block right = block(step, other, first, rightValues);
                Candidates candidates = new Candidates(table, other, right.present(), other == source);
                products.visit(left.rows(), (inner, rows) -> rows, right.rows(), (row, correlations) -> {
                    if (left.varies()[row]) {
                        candidates.offer(left.first() + row, right.first(), correlations);
                    }
                });
            }
        }
    }

    /**
     * @param rows activations of neighbouring features, each brought to mean 0 and length 1, {@code [features, tokens]}
     * @param varies whether a feature has correlations; its row is 0 if not
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Block(int first, NDArray rows, boolean[] varies) {

        /** By the feature's index in its source, up to the last of the block. */
        boolean[] present() {
            boolean[] present = new boolean[first + varies.length];
            System.arraycopy(varies, 0, present, first, varies.length);
            return present;
        }
    }

    /** @param bytes of no other block that is still used */
    private Block block(NDManager step, int source, int first, ByteBuffer bytes) {
        TokenSample sample = sources.get(source);
        int features = Math.min(blockFeatures, sample.features() - first);
        boolean[] varies = new boolean[features];
        FloatBuffer values = bytes.asFloatBuffer();
        IntStream.range(0, (features + SLICE - 1) / SLICE).parallel().forEach(slice -> {
            int start = slice * SLICE;
            int count = Math.min(SLICE, features - start);
            float[] rows = new float[count * tokens];
            sample.read(first + start, count, rows);
            for (int i = 0; i < count; i++) {
                varies[start + i] = normalise(rows, i * tokens, (i + 1) * tokens);
            }
            values.put(start * tokens, rows);
        });
        return new Block(
                first,
                step.create(
                        bytes.slice(0, features * tokens * Float.BYTES).order(ByteOrder.nativeOrder()),
                        new Shape(features, tokens),
                        DataType.FLOAT32),
                varies);
    }

    /** The values from start to end: to mean 0 and length 1; to zeros where the feature has no correlations. */
    private static boolean normalise(float[] values, int start, int end) {
        double sum = 0;
        int active = 0;
        boolean varies = false;
        for (int i = start; i < end; i++) {
            sum += values[i];
            active += values[i] == 0 ? 0 : 1;
            varies |= values[i] != values[start];
        }
        double mean = sum / (end - start);
        double squares = 0;
        for (int i = start; i < end; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        boolean counts = varies && active >= LEAST_ACTIVE;
        for (int i = start; i < end; i++) {
            values[i] = counts ? (float) ((values[i] - mean) / Math.sqrt(squares)) : 0;
        }
        return counts;
    }
}
