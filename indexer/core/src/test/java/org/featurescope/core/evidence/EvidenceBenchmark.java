package org.featurescope.core.evidence;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What collecting costs, part by part: nanoseconds of one thread's CPU time for each activation, beside those of reading alone.
 * Parts take turns, so that a busy machine slows all of them; figures are medians of the rounds. Neurons are like GELU, latents 0
 * at 99.8 % of the tokens.
 *
 * <p>Arguments: rounds.
 */
final class EvidenceBenchmark {

    private static final int FEATURES = 2048;
    private static final int CONTEXTS = 32;
    private static final int CONTEXT_TOKENS = 128;
    private static final int LABELS = 24;
    private static final int RANGE = 256;
    private static final double VALUES = (double) FEATURES * CONTEXTS * (CONTEXT_TOKENS - 1);

    /** Afterwards few contexts still become examples, as in all but the first part of a corpus. */
    private static final int WARM_UP_ROUNDS = 60;

    /** Half of the tokens are among them. */
    private static final LookupTokens LOOKUP =
            LookupTokens.of(IntStream.range(0, LookupTokens.USUAL).toArray());

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private EvidenceBenchmark() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length == 0 ? 15 : Integer.parseInt(arguments[0]);
        System.out.println("neurons");
        compare(new NativeBlock(EvidenceBenchmark::neuron), new SourceShape(FEATURES, true, false), rounds);
        System.out.println("latents");
        compare(new NativeBlock(EvidenceBenchmark::latent), new SourceShape(FEATURES, false, false), rounds);
    }

    private static float neuron(Random random) {
        double x = 1.5 * random.nextGaussian() - 0.7;
        return (float) (x / (1 + Math.exp(-1.702 * x)));
    }

    private static float latent(Random random) {
        return random.nextInt(500) == 0 ? 5 * random.nextFloat() : 0;
    }

    private static void compare(NativeBlock block, SourceShape shape, int rounds) {
        Map<String, Runnable> parts = new LinkedHashMap<>();
        parts.put("read and reduce", part(block, () -> null));
        parts.put("statistics", part(block, () -> new StatisticsCollector(RANGE)));
        parts.put("histogram", part(block, () -> new HistogramCollector(RANGE)));
        parts.put("maxima by label", part(block, () -> new LabelMaximaCollector(RANGE)));
        parts.put("token lookup", part(block, () -> new TokenLookupCollector(RANGE, LOOKUP)));
        parts.put("examples", examples(block, shape));
        parts.put("all evidence", all(block, shape));
        Map<String, double[]> times = new LinkedHashMap<>();
        parts.keySet().forEach(name -> times.put(name, new double[rounds]));
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            block.next();
            parts.values().forEach(Runnable::run);
        }
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Runnable> part : parts.entrySet()) {
                block.next();
                long start = THREADS.getCurrentThreadCpuTime();
                part.getValue().run();
                double[] ofPart = times.get(part.getKey());
                if (ofPart != null) {
                    ofPart[round] = (THREADS.getCurrentThreadCpuTime() - start) / VALUES;
                }
            }
        }
        times.forEach((name, ofPart) -> System.out.printf("  %-16s %.2f ns%n", name, median(ofPart)));
    }

    private static Runnable part(NativeBlock block, Supplier<@Nullable TileCollector<?>> collector) {
        ContextTile[] tiles = new ContextTile[FEATURES / RANGE];
        @Nullable TileCollector<?>[] collectors = new TileCollector<?>[tiles.length];
        for (int range = 0; range < tiles.length; range++) {
            tiles[range] = new ContextTile(range * RANGE, RANGE, new NonFinite());
            collectors[range] = collector.get();
        }
        return () -> {
            for (int range = 0; range < tiles.length; range++) {
                feed(block, tiles[range], collectors[range]);
            }
        };
    }

    private static Runnable examples(NativeBlock block, SourceShape shape) {
        Map<ContextTile, TileCollector<?>> collectors = new LinkedHashMap<>();
        for (int first = 0; first < FEATURES; first += RANGE) {
            ContextTile tile = new ContextTile(first, RANGE, new NonFinite());
            collectors.put(
                    tile,
                    new ExampleCollector(
                            first, tile, shape, EvidenceSettings.DEFAULT, (context, position) -> context.id()));
        }
        return () -> collectors.forEach((tile, collector) -> feed(block, tile, collector));
    }

    private static void feed(NativeBlock block, ContextTile tile, @Nullable TileCollector<?> collector) {
        for (int context = 0; context < CONTEXTS; context++) {
            tile.load(block, null, context, context % LABELS);
            if (collector != null) {
                collector.accept(tile);
            }
        }
        if (collector != null) {
            collector.endBlock();
        }
    }

    private static Runnable all(NativeBlock block, SourceShape shape) {
        RangeCollector[] ranges = new RangeCollector[FEATURES / RANGE];
        Arrays.setAll(
                ranges,
                range -> new RangeCollector(
                        range * RANGE,
                        RANGE,
                        shape,
                        EvidenceSettings.DEFAULT,
                        LOOKUP,
                        (context, position) -> context.id()));
        int[] labels = new int[CONTEXTS];
        Arrays.setAll(labels, context -> context % LABELS);
        return () -> {
            for (RangeCollector range : ranges) {
                range.accept(block, null, labels);
            }
        };
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Activations outside the heap, as a model leaves them. Its contexts are new ones each time. */
    private static final class NativeBlock implements ActivationBlock {

        private record Context(long id, Label label, int[] tokenIds, boolean[] counted) implements EvidenceContext {}

        private final FloatBuffer values;
        private final IntBuffer bits;
        private final Context[] contexts = new Context[CONTEXTS];
        private final Random random = new Random(1);
        private int contextNo;
        /** Where the activations begin, so that they are others each time. */
        private int first;

        NativeBlock(ToDoubleFunction<Random> activation) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(2 * CONTEXTS * CONTEXT_TOKENS * FEATURES * Float.BYTES)
                    .order(ByteOrder.nativeOrder());
            values = bytes.asFloatBuffer();
            bits = bytes.asIntBuffer();
            for (int i = 0; i < values.capacity(); i++) {
                values.put(i, (float) activation.applyAsDouble(random));
            }
        }

        void next() {
            first = random.nextInt(values.capacity() / 2);
            boolean[] counted = new boolean[CONTEXT_TOKENS];
            Arrays.fill(counted, 1, CONTEXT_TOKENS, true);
            for (int i = 0; i < CONTEXTS; i++) {
                int[] tokenIds =
                        random.ints(CONTEXT_TOKENS, 0, 2 * LookupTokens.USUAL).toArray();
                contexts[i] = new Context(ContextId.of(7, contextNo++), new Label(7, "label-" + i), tokenIds, counted);
            }
        }

        @Override
        public int contexts() {
            return CONTEXTS;
        }

        @Override
        public int features() {
            return FEATURES;
        }

        @Override
        public EvidenceContext context(int context) {
            return contexts[context];
        }

        @Override
        public void read(int context, int position, int firstFeature, int count, float[] into, int offset) {
            values.get(place(context, position, firstFeature), into, offset, count);
        }

        @Override
        public void readBits(int context, int position, int firstFeature, int count, int[] into) {
            bits.get(place(context, position, firstFeature), into, 0, count);
        }

        private int place(int context, int position, int feature) {
            return first + (context * CONTEXT_TOKENS + position) * FEATURES + feature;
        }
    }
}
