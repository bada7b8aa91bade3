package org.featurescope.cli.bench;

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
import org.featurescope.core.evidence.LabelCount;
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
import org.featurescope.db.store.TokenizerRow;

/**
 * Runs of made-up features over 8,192 contexts of 128 tokens, each feature with the same number of examples at the top. Some
 * hundred different features repeat, so that making them takes no time; nothing of the store can tell.
 */
final class SyntheticRun {

    static final String SOURCE = "synthetic";

    private static final int CONTEXTS = SyntheticText.CONTEXTS;
    private static final int CONTEXT_TOKENS = SyntheticText.CONTEXT_TOKENS;
    private static final int DIFFERENT_FEATURES = 512;
    private static final String SHA256 = "5e".repeat(32);
    private static final int CORPUS_KEY = ContextId.corpusKey(SHA256);

    /** What activations look like. */
    enum Kind {
        /** Of a latent: 1 to 32 of 128 tokens, 16 on average. */
        SPARSE,
        /** Of a neuron: all but the special token in front. */
        DENSE;

        private float[] activations(Random random) {
            float[] activations = new float[CONTEXT_TOKENS];
            if (this == DENSE) {
                for (int i = 1; i < activations.length; i++) {
                    activations[i] = (float) (random.nextGaussian() * 0.5);
                }
            } else {
                int active = 1 + random.nextInt(32);
                for (int i = 0; i < active; i++) {
                    activations[1 + random.nextInt(activations.length - 1)] = random.nextFloat() * 8;
                }
            }
            return activations;
        }
    }

    private final List<FeatureEvidence> different;
    private final boolean whole;

    /** With examples at the top and nothing else. */
    SyntheticRun(Kind kind, int examples) {
        this(kind, examples, false);
    }

    private SyntheticRun(Kind kind, int examples, boolean whole) {
        this.whole = whole;
        Random random = new Random(kind.ordinal());
        different = IntStream.range(0, DIFFERENT_FEATURES)
                .mapToObj(index -> feature(kind, examples, random))
                .map(top -> whole
                        ? SyntheticPage.evidence(top, () -> example(kind, random.nextInt(CONTEXTS), random), random)
                        : top)
                .toList();
    }

    /** With everything that a page shows. */
    static SyntheticRun ofPages(Kind kind, int examples) {
        return new SyntheticRun(kind, examples, true);
    }

    private static FeatureEvidence feature(Kind kind, int count, Random random) {
        List<Example> examples = new ArrayList<>();
        int firstContext = random.nextInt(CONTEXTS);
        for (int i = 0; i < count; i++) {
            examples.add(example(kind, (firstContext + 37 * i) % CONTEXTS, random));
        }
        examples.sort(Example.TOP_FIRST);
        float maximum = examples.get(0).peak();
        DyadicHistogram histogram = new DyadicHistogram(
                -4, -64, random.longs(DyadicHistogram.MAX_BINS, 0, 20_000).toArray());
        FeatureStatistics statistics =
                new FeatureStatistics(100_000, 5_000, maximum, -maximum, 0.01, 0.5, random.nextDouble(), 3.0);
        ExampleGroup top = new ExampleGroup(GroupKind.TOP, 0, 0, Float.POSITIVE_INFINITY, 100_000, 5_000, examples);
        return new FeatureEvidence(0, statistics, histogram, List.of(), List.of(top), null);
    }

    private static Example example(Kind kind, int context, Random random) {
        float[] activations = kind.activations(random);
        int peak = peakPosition(activations);
        return new Example(
                ContextId.of(CORPUS_KEY, context), peak, activations[peak], ActivationFormat.encode(activations));
    }

    private static int peakPosition(float[] activations) {
        int peak = 0;
        for (int i = 1; i < activations.length; i++) {
            peak = activations[i] > activations[peak] ? i : peak;
        }
        return peak;
    }

    /** Publishes a run of one feature, so that the others find their contexts there. */
    static void publishContexts(DataSource database) {
        publish(
                database,
                1,
                List.of(),
                SyntheticText.contexts(),
                List.of(new FeatureRow(feature(Kind.SPARSE, 1, new Random(0)), null)));
    }

    /** @return the number of the published run */
    long publish(DataSource database, int features) {
        List<LabelCount> labels = whole ? SyntheticPage.labels(CORPUS_KEY) : List.of();
        return publish(database, features, labels, List.of(), features(features));
    }

    /** The name of the model that has a run of so many features. */
    static String model(int features) {
        return "synthetic-" + features;
    }

    private static long publish(
            DataSource database,
            int features,
            List<LabelCount> labels,
            Iterable<ContextRow> contexts,
            Iterable<FeatureRow> rows) {
        ModelRow model = new ModelRow(model(features), "gpt2", 1, 1, features, 1, 1, 1, SHA256);
        TokenizerRow tokenizer = new TokenizerRow(SHA256, SyntheticText.tokens());
        CorpusRow corpus = new CorpusRow("synthetic", SHA256);
        ContextSetRow contextSet = new ContextSetRow(CONTEXT_TOKENS, null);
        try (RunWriter writer = RunWriter.begin(database, model, tokenizer, List.of(corpus), contextSet)) {
            writer.writeDocuments(0, List.of(new DocumentRow(0, "synthetic", null, null, null, null)));
            writer.writeContexts(0, contexts);
            SourceRow source = new SourceRow(SOURCE, "mlp", 0, "blocks.0.mlp.hook_post", features);
            writer.writeSource(source, null, rows);
            return writer.publish(new RunRow(
                    "synthetic",
                    "{}",
                    EvidenceSettings.DEFAULT,
                    List.of(new CorpusCount(CONTEXTS, (long) CONTEXTS * CONTEXT_TOKENS)),
                    labels,
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

    private Iterable<FeatureRow> features(int count) {
        return () ->
                IntStream.range(0, count).mapToObj(index -> row(index, count)).iterator();
    }

    private FeatureRow row(int index, int features) {
        FeatureEvidence like = different.get(index % different.size());
        FeatureEvidence evidence = new FeatureEvidence(
                index, like.statistics(), like.histogram(), like.labels(), like.groups(), like.lookup());
        return whole ? SyntheticPage.withWeights(evidence, features) : new FeatureRow(evidence, null);
    }
}
