package org.featurescope.cli.bench;

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
import org.featurescope.core.evidence.GroupKind;
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
 * Made-up text to search, and features that peak in it. The n-th of 50,000 words is about 1/n as frequent as the first, as in a
 * language. Each example peaks at a token chosen at random, so no two of a feature need agree: the most that an index could have to hold.
 */
record SearchCorpus(int contexts, int features, int examples) {

    static final String MODEL = "searched";
    static final int CONTEXT_TOKENS = 128;

    private static final int VOCABULARY = 50_000;
    private static final int FEATURES_OF_A_SOURCE = 25_000;
    private static final String SHA256 = "5d".repeat(32);
    private static final int CORPUS_KEY = ContextId.corpusKey(SHA256);

    /** Without the space in front. */
    static String word(int id) {
        return SyntheticText.text(id).strip();
    }

    /** A token as frequent in questions as in text. */
    static int token(Random random) {
        return (int) Math.pow(VOCABULARY, random.nextDouble());
    }

    static int[] tokens(int context) {
        Random random = new Random(context * 31L + 7);
        int[] tokens = new int[CONTEXT_TOKENS];
        for (int i = 1; i < tokens.length; i++) {
            tokens[i] = token(random);
        }
        return tokens;
    }

    private static ContextRow row(int number) {
        int[] tokens = tokens(number);
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < tokens.length; i++) {
            text.append(SyntheticText.text(tokens[i]));
        }
        return new ContextRow(number, 0, 0, tokens, text.toString());
    }

    /** In one run, 25,000 features a source. */
    void publish(DataSource database) {
        ModelRow model = new ModelRow(MODEL, "gpt2", sources(), 1, 1, 1, VOCABULARY, 1, SHA256);
        List<TokenRow> tokens = IntStream.range(0, VOCABULARY)
                .mapToObj(id -> new TokenRow(id, SyntheticText.text(id).getBytes(StandardCharsets.UTF_8), id == 0))
                .toList();
        try (RunWriter writer = RunWriter.begin(
                database,
                model,
                new TokenizerRow(SHA256, tokens),
                List.of(new CorpusRow("searched", SHA256)),
                new ContextSetRow(CONTEXT_TOKENS, null))) {
            writer.writeDocuments(0, List.of(new DocumentRow(0, "searched", null, null, null, null)));
            writer.writeContexts(
                    0,
                    () -> IntStream.range(0, contexts)
                            .mapToObj(SearchCorpus::row)
                            .iterator());
            for (int source = 0; source < sources(); source++) {
                int number = source;
                int size = Math.min(FEATURES_OF_A_SOURCE, features - source * FEATURES_OF_A_SOURCE);
                writer.writeSource(
                        new SourceRow(source + "-mlp", "mlp", source, "blocks." + source + ".mlp.hook_post", size),
                        null,
                        () -> IntStream.range(0, size)
                                .mapToObj(index -> feature(number, index))
                                .iterator());
            }
            writer.publish(new RunRow(
                    "searched",
                    "{}",
                    EvidenceSettings.DEFAULT,
                    List.of(new CorpusCount(contexts, (long) contexts * CONTEXT_TOKENS)),
                    List.of(),
                    0,
                    null,
                    null,
                    1,
                    "float32",
                    "none",
                    "benchmark",
                    0));
        }
    }

    private int sources() {
        return (features + FEATURES_OF_A_SOURCE - 1) / FEATURES_OF_A_SOURCE;
    }

    private FeatureRow feature(int source, int index) {
        Random random = new Random((long) source << 32 | index);
        List<Example> all = new ArrayList<>();
        random.ints(0, contexts).distinct().limit(examples).forEach(context -> {
            int position = 1 + random.nextInt(CONTEXT_TOKENS - 1);
            float[] activations = new float[CONTEXT_TOKENS];
            activations[position] = 8 - 6 * all.size() / (float) examples;
            all.add(new Example(
                    ContextId.of(CORPUS_KEY, context),
                    position,
                    activations[position],
                    ActivationFormat.encode(activations)));
        });
        FeatureStatistics statistics = new FeatureStatistics(10_000, 5_000, 8, 0, 0.01, 0.5, 1.0, 3.0);
        ExampleGroup top = new ExampleGroup(GroupKind.TOP, 0, 0, Float.POSITIVE_INFINITY, 10_000, 5_000, all);
        return new FeatureRow(
                new FeatureEvidence(
                        index,
                        statistics,
                        new DyadicHistogram(0, 0, new long[] {10_000}),
                        List.of(),
                        List.of(top),
                        null),
                null);
    }
}
