package org.featurescope.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.RandomActivations.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSampleTest {

    private static final int FEATURES = 300; // more than one piece
    private static final int TOKENS = 40;

    /** Features that tell which token it is, exactly. */
    private static final int CONTEXT = 4;

    private static final int POSITION = 5;

    private static RandomActivations corpus(Random random) {
        RandomActivations corpus = new RandomActivations(random, 100, FEATURES);
        for (Context context : corpus.contexts()) {
            for (int position = 0; position < context.counted().length; position++) {
                context.activations()[position][CONTEXT] = 1 + context.contextNo();
                context.activations()[position][POSITION] = position;
            }
        }
        return corpus;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void holdsTheActivationsOfDifferentCountedTokens(long seed) {
        Random random = new Random(seed);
        RandomActivations corpus = corpus(random);
        TokenSampleCollector sample = collect(corpus.blocks(random));
        float[][] activations = activations(sample);

        Set<List<Float>> places = new HashSet<>();
        for (int token = 0; token < TOKENS; token++) {
            Context context = corpus.contexts().get((int) activations[CONTEXT][token] - 1);
            int position = (int) activations[POSITION][token];
            assertThat(context.counted()[position]).isTrue();
            places.add(List.of(activations[CONTEXT][token], activations[POSITION][token]));
            for (int feature = 0; feature < FEATURES; feature++) {
                double expected = context.activations()[position][feature];
                assertThat((double) activations[feature][token])
                        .isCloseTo(expected, within(0x1p-11 * Math.abs(expected) + 0x1p-25)); // half floats
            }
        }
        assertThat(sample.tokens()).isEqualTo(TOKENS);
        assertThat(places).hasSize(TOKENS);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5, 6})
    void dependsOnTheSetOfContextsAlone(long seed) throws IOException {
        Random random = new Random(seed);
        RandomActivations corpus = corpus(random);
        byte[] whole = bytes(collect(corpus.blocks(random)));
        List<TokenSampleCollector> shards = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            List<Context> some = corpus.contexts().stream()
                    .filter(context -> context.contextNo() % 5 == number)
                    .toList();
            shards.add(collect(corpus.blocks(random, some)));
        }
        TokenSampleCollector merged = collector();
        shards.forEach(merged::merge);

        assertThat(bytes(collect(corpus.blocks(random)))).isEqualTo(whole);
        assertThat(bytes(merged)).isEqualTo(whole);
    }

    @Test
    void goesOnWhereItWasWritten() throws IOException {
        Random random = new Random(7);
        List<ActivationBlock> blocks = corpus(random).blocks(random);
        TokenSampleCollector resumed = collector();
        for (ActivationBlock block : blocks) {
            resumed = reread(resumed);
            resumed.accept(block);
        }

        assertThat(bytes(reread(resumed))).isEqualTo(bytes(collect(blocks)));
    }

    @Test
    void isOfTheSameTokensInEverySource() {
        Random random = new Random(8);
        RandomActivations corpus = corpus(random);
        List<Context> contexts = corpus.contexts();
        RandomActivations narrow = new RandomActivations(random, 0, 3);
        TokenSampleCollector other = new TokenSampleCollector(3, 0, TOKENS);
        other.accept(narrow.block(contexts));

        TokenSampleCollector sample = collect(corpus.blocks(random));
        assertThat(sample.sameTokens(other)).isTrue();
        other.accept(narrow.block(List.of(moved(contexts))));
        assertThat(sample.sameTokens(other)).isFalse();
    }

    /** Many tokens more, so that some of them enter. */
    private static Context moved(List<Context> contexts) {
        int tokens = 2000;
        boolean[] counted = new boolean[tokens];
        Arrays.fill(counted, true);
        return new Context(1000, contexts.get(0).label(), new int[tokens], counted, new float[tokens][3]);
    }

    @Test
    void takesAnActivationThatIsNotFiniteAs0() {
        Random random = new Random(9);
        RandomActivations corpus = corpus(random);
        corpus.contexts()
                .forEach(context -> Arrays.stream(context.activations()).forEach(row -> {
                    row[6] = Float.NaN;
                    row[7] = Float.NEGATIVE_INFINITY;
                }));
        float[][] activations = activations(collect(corpus.blocks(random)));

        assertThat(activations[6]).containsOnly(0);
        assertThat(activations[7]).containsOnly(0);
    }

    @Test
    void readsAnyRunOfFeatures() {
        Random random = new Random(10);
        TokenSampleCollector sample = collect(corpus(random).blocks(random));
        float[][] all = activations(sample);
        for (int first = 0; first < FEATURES; first += 37) {
            int count = Math.min(111, FEATURES - first);
            float[] some = new float[count * TOKENS];
            sample.read(first, count, some);
            for (int i = 0; i < some.length; i++) {
                assertThat(some[i]).isEqualTo(all[first + i / TOKENS][i % TOKENS]);
            }
        }
    }

    /** Pearson's chi-square over 3,000 seeds; its standard deviation is about √(2 · tokens). */
    @Test
    void isUniformOverAllCountedTokens() {
        Random random = new Random(11);
        RandomActivations corpus = corpus(random);
        int[][] drawn = new int[corpus.contexts().size()][16];
        int seeds = 3000;
        for (int seed = 0; seed < seeds; seed++) {
            TokenSampleCollector sample = new TokenSampleCollector(FEATURES, seed, TOKENS);
            sample.accept(corpus.block(corpus.contexts()));
            float[] places = new float[2 * TOKENS];
            sample.read(CONTEXT, 2, places);
            IntStream.range(0, TOKENS).forEach(token -> drawn[(int) places[token] - 1][(int) places[TOKENS + token]]++);
        }
        long tokens = corpus.contexts().stream()
                .flatMapToInt(context ->
                        IntStream.range(0, context.counted().length).filter(position -> context.counted()[position]))
                .count();
        double expected = (double) seeds * TOKENS / tokens;
        double square = 0;
        for (Context context : corpus.contexts()) {
            for (int position = 0; position < context.counted().length; position++) {
                int times = drawn[context.contextNo()][position];
                square += context.counted()[position] ? Math.pow(times - expected, 2) / expected : times;
            }
        }

        assertThat(square).isCloseTo(tokens * (1 - (double) TOKENS / tokens), within(5 * Math.sqrt(2.0 * tokens)));
    }

    private static TokenSampleCollector collector() {
        return new TokenSampleCollector(FEATURES, 0, TOKENS);
    }

    private static TokenSampleCollector collect(List<ActivationBlock> blocks) {
        TokenSampleCollector collector = collector();
        blocks.forEach(collector::accept);
        return collector;
    }

    private static float[][] activations(TokenSampleCollector sample) {
        float[] all = new float[FEATURES * TOKENS];
        sample.read(0, FEATURES, all);
        return IntStream.range(0, FEATURES)
                .mapToObj(feature -> Arrays.copyOfRange(all, feature * TOKENS, (feature + 1) * TOKENS))
                .toArray(float[][]::new);
    }

    private static byte[] bytes(TokenSampleCollector sample) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sample.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static TokenSampleCollector reread(TokenSampleCollector sample) throws IOException {
        TokenSampleCollector read = collector();
        read.read(new DataInputStream(new ByteArrayInputStream(bytes(sample))));
        return read;
    }
}
