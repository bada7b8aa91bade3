package org.featurescope.db.store;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.format.Histogram;

/** A small run with every kind of row in it, for tests; public for those of other modules. */
public final class SampleRun {
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

    public static List<FeatureRow> features() {
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Histogram histogram = new Histogram(-2, -1, new long[] {i, 5, 7});
            rows.add(new FeatureRow(i, 10 + i, 1.5f + i, -0.25f, 0.5 / (i + 1), histogram));
        }
        return rows;
    }

    /** {@code perFeature} examples for each of the three features, in contexts 0, 1, …. */
    public static List<ExampleRow> examples(int perFeature) {
        List<ExampleRow> rows = new ArrayList<>();
        for (int feature = 0; feature < 3; feature++) {
            for (int i = 0; i < perFeature; i++) {
                float peak = 1.5f + feature - 0.25f * i;
                rows.add(new ExampleRow(
                        feature, 0, i + 1, i, 2, peak, ActivationFormat.encode(new float[] {0, -0.125f, peak})));
            }
        }
        return rows;
    }

    public static RunRow run(String name) {
        return new RunRow(name, 4, 8, 1, 20, null, 16, "float32", "cpu", "0.1.0", 1.25);
    }

    public static RunWriter begin(DataSource dataSource) {
        return RunWriter.begin(dataSource, MODEL, TOKENIZER, CORPUS, CONTEXT_SET);
    }

    /** Writes everything for one source but does not publish. */
    public static void write(RunWriter writer, int layer, int contexts) {
        writer.writeDocuments(documents(contexts));
        writer.writeContexts(contexts(contexts));
        writer.writeSource(source(layer), features(), examples(contexts));
    }

    /** @return the id of the run */
    public static long publish(DataSource dataSource, String name, int layer, int contexts) {
        try (RunWriter writer = begin(dataSource)) {
            write(writer, layer, contexts);
            return writer.publish(run(name));
        }
    }
}
