package org.featurescope.web.gallery;

import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.featurescope.web.catalog.EvidenceFacts;
import org.featurescope.web.catalog.Highlight;
import org.featurescope.web.catalog.LeaderView;
import org.featurescope.web.catalog.ModelView;
import org.featurescope.web.catalog.RunCorpus;
import org.featurescope.web.catalog.RunFacts;
import org.featurescope.web.catalog.SaeView;
import org.featurescope.web.chart.HistogramDrawing;
import org.featurescope.web.evidence.Statistics.Bins;
import org.featurescope.web.feature.ExampleView;
import org.featurescope.web.feature.LabelsView;
import org.featurescope.web.feature.WeightsView.NeighbourView;
import org.featurescope.web.feature.WeightsView.TokenValue;
import org.featurescope.web.text.TokenChip;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of the gallery show: one fixture for each fragment, with what is unusual in it.
 *
 * @param chips a token each: plain, with a space, nothing but spaces, very long
 */
record Gallery(
        List<TokenChip> chips,
        List<Swatch> legend,
        List<ExampleView> examples,
        HistogramDrawing histogram,
        LabelsView labels,
        List<TokenValue> effects,
        List<NeighbourView> neighbours,
        List<ModelView.Group> sources,
        List<LeaderView> leaders,
        SaeView sae,
        RunFacts run) {

    private static final String HASH = "0123456789abcdef".repeat(4);

    /** A shade of the legend. @param label null: not printed */
    record Swatch(String cssClass, @Nullable String label) {}

    static Gallery parts() {
        return new Gallery(
                Stream.of("et", " de", "   ", "↵", "x".repeat(60))
                        .map(TokenChip::of)
                        .toList(),
                IntStream.rangeClosed(-4, 12).mapToObj(Gallery::swatch).toList(),
                GalleryExamples.all(),
                HistogramDrawing.of(new Bins(
                        DoubleStream.iterate(-0.5, edge -> edge + 0.5)
                                .limit(10)
                                .boxed()
                                .toList(),
                        LongStream.of(4_000, 174_325, 9_000, 3_100, 800, 90, 12, 0, 1)
                                .boxed()
                                .toList())),
                aTable(),
                List.of(effect(" la", "+0.225"), effect("↵", "+0.176"), effect("(C8)", "+0.120")),
                List.of(neighbour("2-mlp/660", "0.691"), neighbour("1-mlp-out-jumprelu/1727", "0.488")),
                List.of(source(), sae("1-mlp-out-jumprelu", null), sae("2-resid-post-topk", "FVU 0.91 is above 0.6.")),
                List.of(leader("fiction-fr", "0.988"), leader(null, "17,000")),
                new SaeView(
                        "topk SAE, SAELens",
                        List.of("blocks.1.hook_resid_pre", "blocks.1.hook_mlp_out"),
                        "Fraction of variance unexplained (FVU) 0.0265 over 4,096 tokens; mean L0 24.6 latents per token.",
                        "raw latent activation; decoder norms folded in",
                        "FVU 0.91 is above 0.6.",
                        List.of(
                                new SaeView.Fact("Reads", "blocks.1.hook_resid_pre", true),
                                new SaeView.Fact("Input centred", "yes", false)),
                        List.of("A remark about its files.", "Another one.")),
                aRun());
    }

    private static Swatch swatch(int step) {
        String cssClass = step == 0 ? "" : step > 0 ? "a" + step : "n" + -step;
        return new Swatch(cssClass, step % 4 == 0 ? String.valueOf(step) : null);
    }

    private static LabelsView aTable() {
        LabelsView.Row telling =
                new LabelsView.Row("fiction-fr", "#labels", "0.976", "92", "100 %", "M0 100V80h6V40h6V5h4V100");
        LabelsView.Row undefined = new LabelsView.Row("no label", "#labels", null, "0", "–", "M0 100h16");
        return new LabelsView(
                List.of(new LabelsView.CorpusRows(
                        "corpus", "M0 100V60h8V30h8V100z", List.of(telling, undefined), List.of())),
                16,
                "0.0156",
                "4.00");
    }

    private static TokenValue effect(String token, String value) {
        return new TokenValue(TokenChip.of(token), value);
    }

    private static NeighbourView neighbour(String name, String value) {
        return new NeighbourView(name, "#near", value);
    }

    private static ModelView.Group source() {
        return new ModelView.Group(
                "mlp", "MLP neurons", "Neurons", false, List.of(row("0-mlp", "blocks.0.mlp.hook_post")));
    }

    private static ModelView.Group sae(String name, @Nullable String suspicion) {
        return new ModelView.Group(
                name,
                suspicion == null ? "Transcoders" : "Sparse autoencoders",
                "Latents",
                true,
                List.of(new ModelView.Row(
                        name,
                        "#sources",
                        "1",
                        List.of("blocks.1.hook_mlp_out"),
                        "2,048",
                        suspicion == null ? null : "0.910",
                        "24.6",
                        "23.2 %",
                        suspicion,
                        1,
                        "#run")));
    }

    private static ModelView.Row row(String name, String hookPoint) {
        return new ModelView.Row(name, "#sources", "0", List.of(hookPoint), "1,024", null, null, null, null, 1, "#run");
    }

    private static LeaderView leader(@Nullable String label, String value) {
        return new LeaderView(
                label,
                label == null ? null : "#labels",
                "2-mlp neuron 122",
                "#leaders",
                value,
                new Highlight.Glimpse(
                        "Un monsieur avait une montre arrêtée. Une jeune femme,", " et", " de caisse. Un autre"));
    }

    private static RunFacts aRun() {
        return new RunFacts(
                1,
                "demo",
                null,
                364_285L,
                3_237L,
                128,
                "corpus",
                HASH,
                List.of(new RunCorpus("corpus", HASH, 3_237L, 364_285L)),
                20,
                null,
                32,
                3,
                "float32",
                "cpu",
                "0.1.0",
                64,
                Instant.parse("2026-01-02T03:04:05Z"),
                HASH,
                HASH,
                0,
                "<|endoftext|>",
                new EvidenceFacts(20, 11, 5, 10, 2, 0),
                List.of(),
                null,
                "{\"seed\": 0}",
                true);
    }
}
