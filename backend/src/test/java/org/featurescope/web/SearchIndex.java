package org.featurescope.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.core.evidence.FeatureStatistics;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.TokenLookup;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.store.ContextRow;
import org.featurescope.db.store.ContextSetRow;
import org.featurescope.db.store.CorpusCount;
import org.featurescope.db.store.CorpusRow;
import org.featurescope.db.store.DocumentRow;
import org.featurescope.db.store.FeatureRow;
import org.featurescope.db.store.ModelRow;
import org.featurescope.db.store.RunRow;
import org.featurescope.db.store.RunWriter;
import org.featurescope.db.store.SourceRow;
import org.featurescope.db.store.TokenRow;
import org.featurescope.db.store.TokenizerRow;

/**
 * Two models over the same random texts of words of many scripts, cut anywhere into tokens, whose features peak anywhere. What is
 * published is kept, so that a test can search it by itself.
 */
final class SearchIndex {

    static final int FEATURES = 60;
    static final int MAX_EXAMPLES = 8;
    static final long SEED = 11;

    private static final int CONTEXTS = 300;
    private static final List<String> TOKENS = List.of(
            "<s>",
            " Canada",
            " canada",
            " Can",
            "ada",
            " the",
            " prime",
            " minister",
            ".",
            ",",
            "\n",
            " Café",
            " cafe",
            " naïve",
            " straße",
            "中",
            "国",
            "中国",
            " مرحبا",
            " שלום",
            " 100%",
            " a_b",
            "\\",
            "'",
            " Ελλάς",
            " ελλας",
            "𝒳",
            "👍🏽",
            " don",
            "t",
            " of",
            " House",
            "Canadian",
            " i",
            " İ",
            "ﬁ",
            " find");

    /** A feature as a test sees it. @param source 0 or 1 */
    record Known(int source, int feature, float maximum, List<Peak> top) {}

    /** @param start of the token at the peak, in the text */
    record Peak(String text, int start, int end, float peak) {

        String token() {
            return text.substring(start, end);
        }
    }

    /** What a feature raises, by 1 + its index / 100; the tokens are {@code the} and nine others. */
    static String raised(int feature) {
        return TOKENS.get(1 + (feature + 4) % 10);
    }

    /** What it lowers, likewise. */
    static String lowered(int feature) {
        return TOKENS.get(11 + feature % 10);
    }

    /** Where it has a mean activation of 10 / (1 + its index), in its token lookup. */
    static String lookedUp(int feature) {
        return TOKENS.get(21 + feature % 10);
    }

    private final Random random = new Random(SEED);
    private final List<int[]> contexts = new ArrayList<>();
    private final List<Known> known = new ArrayList<>();

    List<Known> known() {
        return known;
    }

    static String model(int source) {
        return "search-" + source;
    }

    void write(DataSource database) {
        for (int i = 0; i < CONTEXTS; i++) {
            int[] tokens = new int[4 + random.nextInt(12)];
            for (int at = 1; at < tokens.length; at++) {
                tokens[at] = 1 + random.nextInt(TOKENS.size() - 1);
            }
            contexts.add(tokens);
        }
        writeRun(database, 0, 200);
        writeRun(database, 1, CONTEXTS);
    }

    /** @param stored how many of the contexts its run reads; those of the second are partly there already */
    private void writeRun(DataSource database, int source, int stored) {
        CorpusRow corpus = new CorpusRow("words", "77".repeat(32));
        TokenizerRow tokenizer = new TokenizerRow(
                "78".repeat(32),
                IntStream.range(0, TOKENS.size())
                        .mapToObj(id -> new TokenRow(id, TOKENS.get(id).getBytes(StandardCharsets.UTF_8), id == 0))
                        .toList());
        ModelRow model = new ModelRow(
                model(source), "gpt2", 2, 8, FEATURES, 1, TOKENS.size(), 1, "7" + source + "ab".repeat(31));
        try (RunWriter writer =
                RunWriter.begin(database, model, tokenizer, List.of(corpus), new ContextSetRow(16, 0))) {
            writer.writeDocuments(0, List.of(new DocumentRow(0, "all", null, null, null, null)));
            writer.writeContexts(
                    0,
                    IntStream.range(0, stored)
                            .mapToObj(no -> new ContextRow(no, 0, 0, contexts.get(no), text(contexts.get(no))))
                            .toList());
            writer.writeSource(
                    new SourceRow(source + "-mlp", "mlp", source, "blocks." + source + ".mlp.hook_post", FEATURES),
                    null,
                    IntStream.range(0, FEATURES)
                            .mapToObj(index -> feature(corpus, source, index, stored))
                            .toList());
            writer.publish(new RunRow(
                    "words",
                    "{}",
                    EvidenceSettings.DEFAULT,
                    List.of(new CorpusCount(stored, 1_000)),
                    List.of(),
                    0,
                    null,
                    null,
                    1,
                    "float32",
                    "cpu",
                    "test",
                    1));
        }
    }

    private static String text(int[] tokens) {
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            text.append(token == 0 ? "" : TOKENS.get(token));
        }
        return text.toString();
    }

    private FeatureRow feature(CorpusRow corpus, int source, int index, int stored) {
        int count = random.nextInt(MAX_EXAMPLES + 1);
        List<Integer> numbers =
                random.ints(0, stored).distinct().limit(count).boxed().toList();
        List<Example> examples = new ArrayList<>();
        List<Peak> peaks = new ArrayList<>();
        for (int rank = 0; rank < count; rank++) {
            int[] tokens = contexts.get(numbers.get(rank));
            int position = 1 + random.nextInt(tokens.length - 1);
            float peak = 10 - rank;
            float[] activations = new float[tokens.length];
            activations[position] = peak;
            examples.add(new Example(
                    ContextId.of(ContextId.corpusKey(corpus.sha256()), numbers.get(rank)),
                    position,
                    peak,
                    ActivationFormat.encode(activations)));
            int start = 0;
            for (int at = 1; at < position; at++) {
                start += TOKENS.get(tokens[at]).length();
            }
            peaks.add(new Peak(
                    text(tokens), start, start + TOKENS.get(tokens[position]).length(), peak));
        }
        known.add(new Known(source, index, 10, peaks));
        FeatureStatistics statistics = new FeatureStatistics(5, 5, 10, 0, 0.5, 1, 1.0, 3.0);
        List<ExampleGroup> groups = examples.isEmpty()
                ? List.of()
                : List.of(new ExampleGroup(GroupKind.TOP, 0, 0, Float.POSITIVE_INFINITY, 5, 5, examples));
        return new FeatureRow(
                new FeatureEvidence(
                        index, statistics, new DyadicHistogram(0, 0, new long[] {5}), List.of(), groups, lookup(index)),
                weights(index));
    }

    private static TokenLookup lookup(int feature) {
        TokenLookup.Entry entry = new TokenLookup.Entry(TOKENS.indexOf(lookedUp(feature)), 10.0 / (1 + feature), 3);
        return new TokenLookup(0.5, List.of(entry), 10, 5);
    }

    private static FeatureWeights weights(int feature) {
        float effect = 1 + feature / 100f;
        LogitEffects effects = new LogitEffects(
                List.of(new TokenEffect(TOKENS.indexOf(raised(feature)), effect)),
                List.of(new TokenEffect(TOKENS.indexOf(lowered(feature)), -effect)),
                null);
        return new FeatureWeights(feature, null, null, null, effects, List.of(), List.of());
    }
}
