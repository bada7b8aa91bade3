package org.featurescope.db.store;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.core.evidence.FeatureStatistics;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.NonFinite;
import org.featurescope.core.format.ActivationFormat;

/** A small run with every kind of row in it, for tests; public for those of other modules. */
public final class SampleRun {

    /** Of each context. */
    public static final int CONTEXT_TOKENS = 3;

    public static final ModelRow MODEL = new ModelRow("tiny", "gpt2", 2, 8, 3, 2, 100, 1_000, "ab".repeat(32));
    public static final TokenizerRow TOKENIZER = new TokenizerRow(
            "cd".repeat(32),
            List.of(
                    new TokenRow(0, "<|endoftext|>".getBytes(java.nio.charset.StandardCharsets.UTF_8), true),
                    new TokenRow(1, new byte[] {'a'}, false),
                    new TokenRow(2, new byte[] {(byte) 0xc3}, false)));
    public static final CorpusRow CORPUS = new CorpusRow("demo", "ef".repeat(32));
    public static final ContextSetRow CONTEXT_SET = new ContextSetRow(8, 0);

    private SampleRun() {}

    public static SourceRow source(int layer) {
        return new SourceRow(layer + "-mlp", "mlp", layer, "blocks." + layer + ".mlp.hook_post", 3);
    }

    /** An SAE of the same three features on the residual stream. */
    public static SourceRow sae(String sha256, String options) {
        SaeRow facts = new SaeRow(
                sha256,
                "SAELens",
                "topk",
                "TopK, k = 2",
                8,
                8,
                "blocks.1.hook_resid_post",
                "none",
                false,
                "ignored",
                2.0,
                null,
                options,
                List.of("It is small."));
        return new SourceRow("1-resid-post-topk", "sae", 1, "blocks.1.hook_resid_post", 3, facts);
    }

    public static List<DocumentRow> documents(int count) {
        List<DocumentRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new DocumentRow(i, "doc-" + i, i % 2 == 0 ? null : "Title " + i, "law", "ours", "CC0"));
        }
        return rows;
    }

    /** One context for each document. */
    public static List<ContextRow> contexts(int count) {
        List<ContextRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new ContextRow(i, i, 0, new int[] {0, 1, 1}, "text " + i));
        }
        return rows;
    }

    /** The three features of a source, each with {@code examples} at the top, in contexts 0, 1, …. */
    public static List<FeatureRow> features(int examples) {
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            DyadicHistogram histogram = new DyadicHistogram(-2, -1, new long[] {i, 5, 7});
            FeatureStatistics statistics =
                    new FeatureStatistics(10 + i, 4, 1.5f + i, -0.25f, 0.5 / (i + 1), 0.75, -1.25, 4.5);
            List<ExampleGroup> groups = examples == 0 ? List.of() : List.of(top(i, examples));
            rows.add(new FeatureRow(new FeatureEvidence(i, statistics, histogram, List.of(), groups, null), null));
        }
        return rows;
    }

    private static ExampleGroup top(int feature, int count) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float peak = 1.5f + feature - 0.25f * i;
            byte[] activations = ActivationFormat.encode(new float[] {0, -0.125f, peak});
            examples.add(new Example(contextId(i), 2, peak, activations));
        }
        return new ExampleGroup(GroupKind.TOP, 0, 0, Float.POSITIVE_INFINITY, 10 + feature, 4, examples);
    }

    public static long contextId(int contextNo) {
        return ContextId.of(ContextId.corpusKey(CORPUS.sha256()), contextNo);
    }

    public static RunRow run(String name) {
        return new RunRow(
                name,
                "{}",
                EvidenceSettings.DEFAULT,
                List.of(new CorpusCount(4, 8)),
                List.of(),
                1,
                new NonFinitePlace("0-mlp", new NonFinite.Place(contextId(1), 2, 0)),
                null,
                16,
                "float32",
                "cpu",
                "0.1.0",
                1.25);
    }

    public static RunWriter begin(DataSource dataSource) {
        return RunWriter.begin(dataSource, MODEL, TOKENIZER, List.of(CORPUS), CONTEXT_SET);
    }

    /** Writes everything for one source but does not publish. */
    public static void write(RunWriter writer, int layer, int contexts) {
        writer.writeDocuments(0, documents(contexts));
        writer.writeContexts(0, contexts(contexts));
        writer.writeSource(source(layer), null, features(contexts));
    }

    /** @return the id of the run */
    public static long publish(DataSource dataSource, String name, int layer, int contexts) {
        try (RunWriter writer = begin(dataSource)) {
            write(writer, layer, contexts);
            return writer.publish(run(name));
        }
    }
}
