package org.featurescope.web;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.featurescope.db.store.FidelityRow;
import org.featurescope.db.store.ModelRow;
import org.featurescope.db.store.RunRow;
import org.featurescope.db.store.RunWriter;
import org.featurescope.db.store.SaeRow;
import org.featurescope.db.store.SourceRow;
import org.featurescope.db.store.TokenRow;
import org.featurescope.db.store.TokenizerRow;
import org.jspecify.annotations.Nullable;

/**
 * A small index made by hand: a model of two layers and two runs, and a model of one layer and one run. Its texts hold markup,
 * line breaks, tabs, characters of several tokens and right-to-left script; its features hold ties, negative values and one that
 * is never active.
 */
final class SmallIndex {

    static final String MODEL = "tiny-2l";
    static final String OTHER_MODEL = "tiny-1l";
    static final String SAE_MODEL = "tiny-sae";
    static final int FEATURES = 120;
    static final int DEAD_FEATURE = 5;
    static final int BOS = 0;
    private static final String CORPUS_SHA256 = "22".repeat(32);

    /** Token 0 is special; tokens 5 to 8 are two characters of three bytes, each cut in two. */
    private static final List<byte[]> TOKENS = List.of(
            utf8("<|endoftext|>"),
            utf8("Hello"),
            utf8(" world"),
            utf8("\n"),
            utf8("<script>alert(1)</script>"),
            new byte[] {(byte) 0xE6, (byte) 0x97},
            new byte[] {(byte) 0xA5},
            new byte[] {(byte) 0xE6, (byte) 0x9C},
            new byte[] {(byte) 0xAC},
            utf8("مرحبا"),
            utf8(" بالعالم"),
            utf8("    "),
            utf8("return"),
            utf8("\tx"),
            utf8(";\n\n"));

    /** By context number. */
    static final List<int[]> CONTEXTS = List.of(
            new int[] {BOS, 1, 2, 3, 4, 2, 1},
            new int[] {BOS, 5, 6, 7, 8, 2, 3, 1},
            new int[] {BOS, 9, 10, 9, 10, 3, 1},
            new int[] {BOS, 11, 12, 13, 14, 11, 12, 2, 14});

    private SmallIndex() {}

    /**
     * Publishes runs 1 and 2 of the first model, run 3 of the other, run 4 of a third, which has SAEs, then run 5 of {@link
     * EvidenceIndex}; and {@link ExplainedFeatures}.
     */
    static void write(DataSource database) {
        writeRun(database, model(MODEL, 2), "first", 1, Map.of());
        writeRun(database, model(MODEL, 2), "second", 2, Map.of());
        writeRun(database, model(OTHER_MODEL, 1), "only", 1, Map.of());
        writeRun(database, model(SAE_MODEL, 2), "with SAEs", 1, saes());
        EvidenceIndex.write(database, tokenizer());
        ExplainedFeatures.write(database);
    }

    private static Map<SourceRow, FidelityRow> saes() {
        Map<SourceRow, FidelityRow> saes = new LinkedHashMap<>();
        saes.put(
                sae("1-resid-post-topk", "sae", "blocks.1.hook_resid_post", 16),
                new FidelityRow(0.0259816, 24_576, 32.04, 33, null, List.of("It was trained on longer contexts.")));
        saes.put(
                sae("1-mlp-transcoder", "transcoder", "blocks.1.hook_mlp_out", 16),
                new FidelityRow(1.125, 800, 7.5, 0, "Its reconstruction leaves 1.13 unexplained.", List.of()));
        saes.put(
                sae("0-clt", "transcoder", "blocks.1.hook_mlp_out", null),
                new FidelityRow(null, 0, 1.25, 1, null, List.of()));
        return saes;
    }

    private static SourceRow sae(String name, String kind, String output, @Nullable Integer dOut) {
        SaeRow facts = new SaeRow(
                "5a".repeat(32),
                "SAELens",
                "topk",
                "TopK, k = 32",
                16,
                dOut,
                output,
                "none",
                false,
                kind.equals("sae") ? "ignored" : "scales latents",
                32.0,
                "tiny-model",
                "k=32",
                List.of("Its decoder is <b>wide</b>."));
        int layer = name.charAt(0) - '0';
        return new SourceRow(name, kind, layer, "blocks." + layer + ".hook_resid_post", FEATURES, facts);
    }

    private static void writeRun(
            DataSource database, ModelRow model, String name, int scale, Map<SourceRow, FidelityRow> saes) {
        CorpusRow corpus = new CorpusRow("small-corpus", CORPUS_SHA256);
        try (RunWriter writer =
                RunWriter.begin(database, model, tokenizer(), List.of(corpus), new ContextSetRow(16, BOS))) {
            writer.writeDocuments(
                    0,
                    IntStream.range(0, CONTEXTS.size())
                            .mapToObj(no ->
                                    new DocumentRow(no, "doc-" + no, "Title " + no, "label-" + no % 2, null, "CC0-1.0"))
                            .toList());
            writer.writeContexts(
                    0,
                    IntStream.range(0, CONTEXTS.size())
                            .mapToObj(no -> new ContextRow(no, no, 0, CONTEXTS.get(no), "text " + no))
                            .toList());
            for (int layer = 0; layer < Objects.requireNonNull(model.layers()); layer++) {
                SourceRow source =
                        new SourceRow(layer + "-mlp", "mlp", layer, "blocks." + layer + ".mlp.hook_post", FEATURES);
                writer.writeSource(source, null, features(scale));
            }
            if (!saes.isEmpty()) {
                SourceRow embed = new SourceRow("embed", "hook", null, "hook_embed", FEATURES);
                writer.writeSource(embed, null, features(scale));
            }
            saes.forEach((source, fidelity) -> writer.writeSource(source, fidelity, features(scale)));
            writer.publish(new RunRow(
                    name,
                    "{}",
                    new EvidenceSettings(3, 11, 5, 10, 2, 0),
                    List.of(new CorpusCount(4, 1000)),
                    List.of(),
                    0,
                    null,
                    null,
                    8,
                    "fp32",
                    "cpu",
                    "0.1.0-test",
                    1.5));
        }
    }

    private static TokenizerRow tokenizer() {
        return new TokenizerRow(
                "11".repeat(32),
                IntStream.range(0, TOKENS.size())
                        .mapToObj(id -> new TokenRow(id, TOKENS.get(id), id == BOS))
                        .toList());
    }

    private static ModelRow model(String name, int layers) {
        return new ModelRow(name, "gpt2", layers, 16, FEATURES, 2, TOKENS.size(), 12_345, "33".repeat(32));
    }

    /** Many features share a density and a maximum. */
    private static List<FeatureRow> features(int scale) {
        return IntStream.range(0, FEATURES)
                .mapToObj(i -> new FeatureRow(evidence(i, scale), null))
                .toList();
    }

    private static FeatureEvidence evidence(int feature, int scale) {
        boolean dead = feature == DEAD_FEATURE;
        FeatureStatistics statistics = new FeatureStatistics(
                dead ? 0 : feature % 4 + 1,
                dead ? 0 : 3,
                dead ? -0.125f : maximum(feature, scale),
                -0.25f,
                0.0123456789 * scale,
                0.5 * scale,
                1.5,
                7.25);
        DyadicHistogram histogram = new DyadicHistogram(-2, -1, new long[] {400, 590, 9, 0, 1});
        List<ExampleGroup> groups = dead
                ? List.of()
                : List.of(new ExampleGroup(
                        GroupKind.TOP,
                        0,
                        0,
                        Float.POSITIVE_INFINITY,
                        statistics.activeTokens(),
                        3,
                        IntStream.rangeClosed(1, 3)
                                .mapToObj(rank -> example(feature, rank, scale))
                                .toList()));
        return new FeatureEvidence(feature, statistics, histogram, List.of(), groups, null);
    }

    static float maximum(int feature, int scale) {
        return (feature % 7 + 1) * 0.5f * scale;
    }

    private static Example example(int feature, int rank, int scale) {
        int contextNo = (feature + rank) % CONTEXTS.size();
        int length = CONTEXTS.get(contextNo).length;
        int peakPosition = 1 + feature % (length - 1);
        float peak = maximum(feature, scale) / rank;
        float[] activations = new float[length];
        for (int position = 1; position < length; position++) {
            activations[position] = position % 3 == 0 ? -0.25f : peak / 8;
        }
        activations[peakPosition] = peak;
        return new Example(
                ContextId.of(ContextId.corpusKey(CORPUS_SHA256), contextNo),
                peakPosition,
                peak,
                ActivationFormat.encode(activations));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
