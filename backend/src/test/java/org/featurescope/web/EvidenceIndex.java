package org.featurescope.web;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.Example.Repeat;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.core.evidence.FeatureStatistics;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.Neighbour;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.Label;
import org.featurescope.core.evidence.LabelCount;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.core.evidence.MaximaBins;
import org.featurescope.core.evidence.NonFinite;
import org.featurescope.core.evidence.SignCase;
import org.featurescope.core.evidence.TokenLookup;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.store.ContextRow;
import org.featurescope.db.store.ContextSetRow;
import org.featurescope.db.store.CorpusCount;
import org.featurescope.db.store.CorpusRow;
import org.featurescope.db.store.DocumentRow;
import org.featurescope.db.store.FeatureRow;
import org.featurescope.db.store.ModelRow;
import org.featurescope.db.store.NonFinitePlace;
import org.featurescope.db.store.RunRow;
import org.featurescope.db.store.RunWriter;
import org.featurescope.db.store.SourceRow;
import org.featurescope.db.store.TokenizerRow;

/**
 * A run made by hand whose features have every kind of evidence: two corpora, labels and contexts without, gated neurons, text
 * that repeats. It shares the tokenizer of {@link SmallIndex}.
 */
final class EvidenceIndex {

    static final String MODEL = "tiny-full";
    static final String MANIFEST = "{\"seed\": 7, \"corpora\": [\"first\", \"second\"]}";

    /** Has everything. */
    static final int RICH = 0;

    /** Is the same everywhere: moments and AUC are not defined, and its weights write elsewhere. */
    static final int CONSTANT = 1;

    static final int TOKENS = 4_000;
    static final int CONTEXTS = 120;
    static final float MAXIMUM = 2.75f;

    private static final int REPEATED = 2;
    private static final List<CorpusRow> CORPORA =
            List.of(new CorpusRow("first", "ab".repeat(32)), new CorpusRow("second", "cd".repeat(32)));
    private static final List<Integer> CONTEXTS_OF = List.of(110, 10);

    private EvidenceIndex() {}

    static void write(DataSource database, TokenizerRow tokenizer) {
        ModelRow model =
                new ModelRow(MODEL, "llama", 1, 16, 2, 2, tokenizer.tokens().size(), 12_345, "44".repeat(32));
        try (RunWriter writer =
                RunWriter.begin(database, model, tokenizer, CORPORA, new ContextSetRow(16, SmallIndex.BOS))) {
            for (int corpus = 0; corpus < CORPORA.size(); corpus++) {
                writeTexts(writer, corpus);
            }
            writer.writeSource(
                    new SourceRow("0-mlp", "mlp", 0, "blocks.0.mlp.hook_post", 2), null, List.of(rich(), constant()));
            writer.publish(run());
        }
    }

    private static void writeTexts(RunWriter writer, int corpus) {
        String name = CORPORA.get(corpus).name();
        writer.writeDocuments(
                corpus,
                IntStream.range(0, CONTEXTS_OF.get(corpus))
                        .mapToObj(no -> new DocumentRow(no, name + "-" + no, null, no == 0 ? null : "law", null, null))
                        .toList());
        writer.writeContexts(
                corpus,
                IntStream.range(0, CONTEXTS_OF.get(corpus))
                        .mapToObj(no -> new ContextRow(no, no, 0, tokenIds(no), "text " + no))
                        .toList());
    }

    private static int[] tokenIds(int contextNo) {
        return SmallIndex.CONTEXTS.get(contextNo % SmallIndex.CONTEXTS.size());
    }

    private static RunRow run() {
        return new RunRow(
                "full",
                MANIFEST,
                new EvidenceSettings(3, 2, 2, 2, 1, 7),
                List.of(new CorpusCount(110, 3_500), new CorpusCount(10, 500)),
                List.of(
                        new LabelCount(new Label(key(0), "code"), 20, 900),
                        new LabelCount(new Label(key(0), "law"), 50, 1_500),
                        new LabelCount(new Label(key(0), null), 40, 1_100),
                        new LabelCount(new Label(key(1), "law"), 10, 500)),
                3,
                new NonFinitePlace("0-mlp", new NonFinite.Place(id(1, 4), 2, 1)),
                null,
                8,
                "fp32",
                "cpu",
                "0.1.0-test",
                1.5);
    }

    private static int key(int corpus) {
        return ContextId.corpusKey(CORPORA.get(corpus).sha256());
    }

    private static long id(int corpus, int contextNo) {
        return ContextId.of(key(corpus), contextNo);
    }

    private static FeatureRow rich() {
        FeatureStatistics statistics =
                new FeatureStatistics(1_000, 90, MAXIMUM, -0.5f, 0.125, 0.61234567, 1.7654321, 12.345678);
        DyadicHistogram histogram =
                new DyadicHistogram(-2, -2, new long[] {1_500, 1_500, 500, 300, 100, 50, 25, 15, 5, 3, 1, 1, 0});
        return new FeatureRow(
                new FeatureEvidence(
                        RICH,
                        statistics,
                        histogram,
                        List.of(
                                new LabelEvidence(0, maxima(10, 8, 2), 0.25),
                                new LabelEvidence(1, maxima(0, 20, 30), 0.96875),
                                new LabelEvidence(2, maxima(20, 20, 0), 0.375),
                                new LabelEvidence(3, maxima(0, 5, 5), 0.59375)),
                        groups(),
                        new TokenLookup(
                                0.634,
                                List.of(new TokenLookup.Entry(2, 1.23456, 321), new TokenLookup.Entry(5, 0.5, 7)),
                                2_000,
                                1_000)),
                weights(RICH));
    }

    private static MaximaBins maxima(long notAbove0, long low, long high) {
        long[] counts = new long[MaximaBins.BINS];
        counts[40] = low;
        counts[59] = high;
        return new MaximaBins(-6, notAbove0, 0, counts);
    }

    private static List<ExampleGroup> groups() {
        List<ExampleGroup> groups = new ArrayList<>();
        groups.add(
                group(GroupKind.TOP, 0, 0, Float.POSITIVE_INFINITY, 1_000, 90, List.of(repeated(), repeatedOften())));
        groups.add(
                group(GroupKind.BOTTOM, 0, Float.NEGATIVE_INFINITY, 0, 2_500, 100, List.of(example(0, 7, 1, -0.5f))));
        groups.add(group(GroupKind.INTERVAL, 0, 0, 1.5f, 990, 60, List.of(example(0, 8, 2, 0.75f))));
        groups.add(group(GroupKind.INTERVAL, 1, 1.5f, MAXIMUM, 10, 30, List.of(example(0, 9, 2, 2))));
        groups.add(group(
                GroupKind.RANDOM,
                0,
                Float.NEGATIVE_INFINITY,
                Float.POSITIVE_INFINITY,
                TOKENS,
                CONTEXTS,
                List.of(example(1, 3, 3, -0.25f))));
        groups.add(group(GroupKind.LABEL, 1, 0, Float.POSITIVE_INFINITY, 1_500, 50, List.of(example(0, 11, 2, 2.5f))));
        groups.add(group(GroupKind.LABEL, 3, 0, Float.POSITIVE_INFINITY, 500, 10, List.of(example(1, 2, 2, 1.5f))));
        groups.add(group(
                GroupKind.SIGN_CASE,
                SignCase.GATE_NEGATIVE_INPUT_NEGATIVE.ordinal(),
                0,
                Float.POSITIVE_INFINITY,
                400,
                80,
                List.of(example(0, 12, 2, 0.125f))));
        return groups;
    }

    private static ExampleGroup group(
            GroupKind kind, int number, float low, float high, long tokens, long contexts, List<Example> examples) {
        return new ExampleGroup(kind, number, low, high, tokens, contexts, examples);
    }

    private static Example repeated() {
        Example first = example(0, 1, 2, MAXIMUM);
        return new Example(
                first.context(),
                first.peakPosition(),
                first.peak(),
                first.activations(),
                List.of(new Repeat(id(1, 5), 2, 2.5f), new Repeat(id(0, 5), 3, 2.25f)));
    }

    private static Example repeatedOften() {
        Example first = example(0, REPEATED, 3, 2);
        return new Example(
                first.context(),
                first.peakPosition(),
                first.peak(),
                first.activations(),
                IntStream.range(10, 110)
                        .mapToObj(no -> new Repeat(id(0, no), 1, 1))
                        .toList());
    }

    private static Example example(int corpus, int contextNo, int peakPosition, float peak) {
        float[] activations = new float[tokenIds(contextNo).length];
        activations[1] = peak / 4;
        activations[peakPosition] = peak;
        return new Example(id(corpus, contextNo), peakPosition, peak, ActivationFormat.encode(activations));
    }

    private static FeatureWeights weights(int feature) {
        LogitEffects effects = new LogitEffects(
                List.of(new TokenEffect(2, 1.5f), new TokenEffect(1, 0.75f)),
                List.of(new TokenEffect(5, -1.25f)),
                new DyadicHistogram(-1, -3, new long[] {1, 2, 6, 3, 1, 1}));
        return new FeatureWeights(
                feature,
                1.25,
                0.75,
                -0.5,
                effects,
                List.of(new Neighbour("0-mlp", 1, 0.875f), new Neighbour("1-mlp", 1, 0.25f)),
                List.of(new Neighbour("0-mlp", 1, 0.625f)));
    }

    private static FeatureRow constant() {
        return new FeatureRow(
                new FeatureEvidence(
                        CONSTANT,
                        new FeatureStatistics(TOKENS, CONTEXTS, 1, 1, 1, 0, null, null),
                        new DyadicHistogram(-6, 64, new long[] {TOKENS}),
                        IntStream.range(0, 4)
                                .mapToObj(label -> new LabelEvidence(label, maxima(0, 10, 0), null))
                                .toList(),
                        List.of(group(
                                GroupKind.TOP,
                                0,
                                0,
                                Float.POSITIVE_INFINITY,
                                TOKENS,
                                CONTEXTS,
                                List.of(example(0, 1, 1, 1)))),
                        new TokenLookup(-0.25, List.of(), 2_000, 1_000)),
                new FeatureWeights(CONSTANT, null, null, null, null, List.of(), List.of()));
    }
}
