package org.featurescope.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.RandomActivations.Context;
import org.featurescope.core.evidence.TokenLookup.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenLookupTest {

    private static final int FEATURES = 140; // more than one range: the second are latents
    private static final LookupTokens TOKENS = LookupTokens.of(3, 1, 4, 15, 9, 26, 5, 35, 8, 49);

    /** Relative; sums over tokens in another order, in fp64, of fp32 activations. */
    private static final double TOLERANCE = 1e-9;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void agreesWithItsDefinition(long seed) {
        Random random = new Random(seed);
        RandomActivations corpus = new RandomActivations(random, 400, FEATURES);
        EvidenceCollector collector = collector(TOKENS);
        corpus.blocks(random).forEach(collector::accept);

        for (int feature = 0; feature < FEATURES; feature++) {
            assertSame(lookup(collector, feature), expected(corpus, feature));
        }
    }

    /** As the Javadoc of the collector defines it, token by token. */
    private static TokenLookup expected(RandomActivations corpus, int feature) {
        TreeMap<Integer, List<Double>> fitted = new TreeMap<>();
        List<double[]> heldOut = new ArrayList<>(); // token, activation
        for (Context context : corpus.contexts()) {
            long part = SamplingPriority.contextKey(context.id()) & 7;
            for (int position = 0; position < context.counted().length; position++) {
                int token = context.tokenIds()[position];
                double value = context.activations()[position][feature];
                if (context.counted()[position] && part <= 1) {
                    fitted.computeIfAbsent(token, id -> new ArrayList<>()).add(value);
                } else if (context.counted()[position] && part == 2) {
                    heldOut.add(new double[] {token, value});
                }
            }
        }
        List<Double> rare = new ArrayList<>();
        TreeMap<Integer, Double> table = new TreeMap<>();
        fitted.forEach((token, values) -> {
            if (IntStream.of(TOKENS.tokenIds()).anyMatch(id -> id == token) && values.size() >= 5) {
                table.put(token, mean(values));
            } else {
                rare.addAll(values);
            }
        });
        double mean = heldOut.stream().mapToDouble(one -> one[1]).sum() / heldOut.size();
        double variance =
                heldOut.stream().mapToDouble(one -> Math.pow(one[1] - mean, 2)).sum();
        double error = heldOut.stream()
                .mapToDouble(one -> Math.pow(one[1] - table.getOrDefault((int) one[0], mean(rare)), 2))
                .sum();
        List<Entry> strongest = table.entrySet().stream()
                .filter(row -> row.getValue() > 0)
                .map(row -> new Entry(
                        row.getKey(),
                        row.getValue(),
                        Objects.requireNonNull(fitted.get(row.getKey())).size()))
                .sorted(Comparator.comparing(Entry::mean).reversed().thenComparing(Entry::tokenId))
                .limit(10)
                .toList();
        long tokensFitted = fitted.values().stream().mapToLong(List::size).sum();
        return new TokenLookup(variance == 0 ? 0 : 1 - error / variance, strongest, tokensFitted, heldOut.size());
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElseThrow();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5, 6})
    void mergesShardsInAnyOrderAndGroupingToTheSameTable(long seed) {
        Random random = new Random(seed);
        RandomActivations corpus = new RandomActivations(random, 300, FEATURES);
        EvidenceCollector whole = collector(TOKENS);
        corpus.blocks(random).forEach(whole::accept);
        List<EvidenceCollector> shards = shards(corpus, random, List.of(TOKENS));
        while (shards.size() > 1) {
            Collections.shuffle(shards, random);
            EvidenceCollector merged = shards.remove(0);
            merged.merge(shards.remove(0));
            shards.add(merged);
        }

        for (int feature = 0; feature < FEATURES; feature++) {
            assertSame(lookup(shards.get(0), feature), lookup(whole, feature));
        }
    }

    @Test
    void tablesOverDifferentTokensMergeToOneOverTheTokensOfAll() {
        Random random = new Random(7);
        RandomActivations corpus = new RandomActivations(random, 300, FEATURES);
        LookupTokens common = LookupTokens.of(4, 9, 35);
        EvidenceCollector whole = collector(common);
        corpus.blocks(random).forEach(whole::accept);
        List<LookupTokens> lists = List.of(TOKENS, LookupTokens.of(35, 4, 9, 10, 8), LookupTokens.of(4, 9, 35, 11, 3));
        List<EvidenceCollector> shards = shards(corpus, random, lists);
        EvidenceCollector merged = shards.get(0);
        shards.subList(1, shards.size()).forEach(merged::merge);

        assertThat(merged.lookupTokens()).isEqualTo(common);
        for (int feature = 0; feature < FEATURES; feature++) {
            assertSame(lookup(merged, feature), lookup(whole, feature));
        }
    }

    private static List<EvidenceCollector> shards(RandomActivations corpus, Random random, List<LookupTokens> tokens) {
        List<EvidenceCollector> shards = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int number = i;
            EvidenceCollector shard = collector(tokens.get(i % tokens.size()));
            List<Context> some = corpus.contexts().stream()
                    .filter(context -> context.contextNo() % 6 == number)
                    .toList();
            corpus.blocks(random, some).forEach(shard::accept);
            shards.add(shard);
        }
        return shards;
    }

    @Test
    void goesOnWhereItWasWritten() throws IOException {
        Random random = new Random(8);
        RandomActivations corpus = new RandomActivations(random, 200, FEATURES);
        EvidenceCollector whole = collector(TOKENS);
        EvidenceCollector resumed = collector(TOKENS);
        for (ActivationBlock block : corpus.blocks(random)) {
            whole.accept(block);
            resumed = EvidenceCollector.read(
                    new DataInputStream(new ByteArrayInputStream(bytes(resumed))), (context, position) -> context.id());
            resumed.accept(block);
        }

        assertThat(bytes(resumed)).isEqualTo(bytes(whole));
        for (int feature = 0; feature < FEATURES; feature++) {
            assertThat(resumed.feature(feature).lookup())
                    .isEqualTo(whole.feature(feature).lookup());
        }
    }

    private static byte[] bytes(EvidenceCollector collector) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        collector.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** One token decides one feature, and nothing decides the other. */
    @Test
    void tellsAFeatureOfATokenFromOneOfNone() {
        Random random = new Random(9);
        RandomActivations corpus = new RandomActivations(random, 500, 2);
        for (Context context : corpus.contexts()) {
            for (int position = 0; position < context.counted().length; position++) {
                context.activations()[position][0] = context.tokenIds()[position] == 9 ? 2 : 0;
                context.activations()[position][1] = (float) random.nextGaussian();
            }
        }
        EvidenceCollector collector = new EvidenceCollector(
                new SourceShape(2, true, false), EvidenceSettings.DEFAULT, TOKENS, (context, position) -> context.id());
        corpus.blocks(random).forEach(collector::accept);

        assertThat(lookup(collector, 0).varianceExplained()).isEqualTo(1);
        assertThat(lookup(collector, 0).strongest()).extracting(Entry::tokenId).containsExactly(9);
        assertThat(lookup(collector, 0).strongest().get(0).mean()).isEqualTo(2);
        assertThat(lookup(collector, 1).varianceExplained()).isBetween(-0.2, 0.05);
    }

    @Test
    void thereIsNoneWithoutTokensOrContexts() {
        Random random = new Random(10);
        RandomActivations corpus = new RandomActivations(random, 100, FEATURES);
        EvidenceCollector none = collector(LookupTokens.NONE);
        corpus.blocks(random).forEach(none::accept);
        EvidenceCollector one = collector(TOKENS);
        one.accept(corpus.block(corpus.contexts().subList(0, 2)));

        assertThat(none.feature(0).lookup()).isNull();
        assertThat(one.feature(0).lookup()).isNull();
    }

    @Test
    void findsTheRowsOfItsTokensAndNoOther() {
        int[] ids = new Random(11).ints(600, 0, 50_000).distinct().toArray();
        LookupTokens tokens = LookupTokens.of(ids);

        for (int row = 0; row < tokens.size(); row++) {
            assertThat(tokens.row(tokens.tokenId(row))).isEqualTo(row);
        }
        long found = IntStream.range(0, 50_000)
                .filter(id -> tokens.row(id) < tokens.size())
                .count();
        assertThat(found).isEqualTo(ids.length);
        assertThat(LookupTokens.NONE.row(0)).isZero();
    }

    @Test
    void refusesATokenTwice() {
        assertThatThrownBy(() -> LookupTokens.of(5, 5)).hasMessageContaining("different ids");
    }

    private static EvidenceCollector collector(LookupTokens tokens) {
        return new EvidenceCollector(
                new SourceShape(FEATURES, true, false),
                EvidenceSettings.DEFAULT,
                tokens,
                (context, position) -> context.id());
    }

    private static TokenLookup lookup(EvidenceCollector collector, int feature) {
        return Objects.requireNonNull(collector.feature(feature).lookup());
    }

    private static void assertSame(TokenLookup actual, TokenLookup expected) {
        assertThat(actual.varianceExplained())
                .isCloseTo(
                        expected.varianceExplained(),
                        within(TOLERANCE * Math.max(1, Math.abs(expected.varianceExplained()))));
        assertThat(actual.tokensFitted()).isEqualTo(expected.tokensFitted());
        assertThat(actual.tokensHeldOut()).isEqualTo(expected.tokensHeldOut());
        assertThat(actual.strongest())
                .usingElementComparator((a, b) -> a.tokenId() == b.tokenId()
                                && a.count() == b.count()
                                && Math.abs(a.mean() - b.mean()) <= TOLERANCE * Math.abs(b.mean())
                        ? 0
                        : 1)
                .containsExactlyElementsOf(expected.strongest());
    }
}
