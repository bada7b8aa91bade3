package org.featurescope.web;

import java.nio.charset.StandardCharsets;
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
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.Label;
import org.featurescope.core.evidence.LabelCount;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.core.evidence.MaximaBins;
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

/** A run over a corpus that is out to harm: every text that it may choose is markup, an escape, or made to deceive the eye. */
final class HostileIndex {

    static final String MODEL = "hostile";
    static final String FEATURE = "/" + MODEL + "/0-mlp/0";

    /** What a page must never hold as it stands. */
    static final String SCRIPT = "<script>alert(1)</script>";

    static final String BREAKER = "\"' onmouseover=alert(2) x=\"><img src=x onerror=alert(3)>";
    static final String TEMPLATE = "${7*7}[[${7*7}]]*{7*7}#{skip}__${7*7}__";
    static final String OVERRIDE = "\u202Egnp.exe\u2066\u2067";
    static final int FLOOD = 5_000;

    private static final List<String> TEXTS = List.of(
            "<|endoftext|>",
            SCRIPT,
            BREAKER,
            OVERRIDE,
            "\u200B".repeat(FLOOD),
            "x".repeat(10_000),
            "Z" + "\u0300\u0301\u0302\u0303".repeat(500),
            "</title></textarea></style></script><!--",
            TEMPLATE,
            "\u2028\u2029\0\u0007\uFEFF",
            "]]>&amp;&#x3C;script&#x3E;");
    private static final String SHA256 = "fe".repeat(32);

    private HostileIndex() {}

    static void write(DataSource database) {
        TokenizerRow tokenizer = new TokenizerRow(
                "fd".repeat(32),
                IntStream.range(0, TEXTS.size())
                        .mapToObj(id -> new TokenRow(id, TEXTS.get(id).getBytes(StandardCharsets.UTF_8), id == 0))
                        .toList());
        ModelRow model = new ModelRow(MODEL, "gpt2", 1, 16, 1, 2, TEXTS.size(), 12_345, "fc".repeat(32));
        try (RunWriter writer = RunWriter.begin(
                database, model, tokenizer, List.of(new CorpusRow(SCRIPT, SHA256)), new ContextSetRow(16, 0))) {
            writer.writeDocuments(
                    0,
                    IntStream.range(0, TEXTS.size())
                            .mapToObj(no -> new DocumentRow(
                                    no, no + stored(no), stored(no), stored(no), stored(no), stored(no)))
                            .toList());
            writer.writeContexts(
                    0,
                    IntStream.range(0, TEXTS.size())
                            .mapToObj(no -> new ContextRow(no, no, 0, tokenIds(no), stored(no)))
                            .toList());
            writer.writeSource(new SourceRow("0-mlp", "mlp", 0, "blocks.0.mlp.hook_post", 1), null, List.of(feature()));
            writer.publish(run());
        }
    }

    /** PostgreSQL keeps no NUL. */
    private static String stored(int text) {
        return TEXTS.get(text).replace("\0", "");
    }

    private static int[] tokenIds(int context) {
        return new int[] {0, 1, context, 2, 3};
    }

    private static RunRow run() {
        return new RunRow(
                SCRIPT,
                "{\"name\": \"</pre><script>\"}",
                new EvidenceSettings(20, 2, 2, 2, 1, 7),
                List.of(new CorpusCount(TEXTS.size(), 1_000)),
                IntStream.range(0, 4)
                        .mapToObj(no -> new LabelCount(new Label(ContextId.corpusKey(SHA256), stored(no + 1)), 5, 100))
                        .toList(),
                0,
                null,
                null,
                8,
                "fp32",
                "cpu",
                "0.1.0-test",
                1.5);
    }

    private static FeatureRow feature() {
        long[] counts = new long[MaximaBins.BINS];
        counts[40] = 5;
        List<Example> examples = IntStream.range(0, TEXTS.size())
                .mapToObj(no -> new Example(
                        ContextId.of(ContextId.corpusKey(SHA256), no),
                        2,
                        20 - no,
                        ActivationFormat.encode(new float[] {0, 1, 20 - no, -1, 2}),
                        List.of(new Repeat(ContextId.of(ContextId.corpusKey(SHA256), (no + 1) % TEXTS.size()), 1, 1))))
                .toList();
        List<TokenEffect> effects = IntStream.range(1, TEXTS.size())
                .mapToObj(id -> new TokenEffect(id, 1))
                .toList();
        DyadicHistogram histogram = new DyadicHistogram(0, -1, new long[] {400, 500, 100});
        return new FeatureRow(
                new FeatureEvidence(
                        0,
                        new FeatureStatistics(500, 9, 20, -1, 0.5, 1, 0.0, 3.0),
                        histogram,
                        IntStream.range(0, 4)
                                .mapToObj(no -> new LabelEvidence(no, new MaximaBins(-6, 0, 0, counts), 0.9))
                                .toList(),
                        List.of(
                                new ExampleGroup(GroupKind.TOP, 0, 0, Float.POSITIVE_INFINITY, 500, 9, examples),
                                new ExampleGroup(
                                        GroupKind.LABEL,
                                        0,
                                        0,
                                        Float.POSITIVE_INFINITY,
                                        100,
                                        5,
                                        examples.subList(0, 1))),
                        new TokenLookup(
                                0.5,
                                IntStream.range(1, TEXTS.size())
                                        .mapToObj(id -> new TokenLookup.Entry(id, 1, 7))
                                        .toList(),
                                500,
                                500)),
                new FeatureWeights(
                        0, 1.0, 1.0, 0.5, new LogitEffects(effects, effects, histogram), List.of(), List.of()));
    }
}
