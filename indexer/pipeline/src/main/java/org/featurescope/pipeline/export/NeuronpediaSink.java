package org.featurescope.pipeline.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.Neighbour;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.db.format.Bars;
import org.featurescope.db.store.ExplanationRow;
import org.featurescope.db.store.FeatureFigures;
import org.featurescope.db.store.FeatureRow;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.PublishedTexts;
import org.featurescope.db.store.SourceRow;
import org.jspecify.annotations.Nullable;

/**
 * The layout of Neuronpedia's public export: rows of its tables as JSON lines, {@code features/}, {@code activations/} and
 * {@code explanations/} in batches. It has places for examples at the top and of intervals, for few statistics, and for none by label;
 * what else is kept of a feature is in the other formats. In {@code source.jsonl} an object {@code featurescope} says which run it is.
 */
final class NeuronpediaSink implements FeatureSink {

    private final Path folder;
    private final PublishedRun run;
    private final SourceRow source;
    private final TokenTexts tokens;
    private final String layer;

    NeuronpediaSink(Path folder, PublishedRun run, SourceRow source, TokenTexts tokens) throws IOException {
        this.folder = folder;
        this.run = run;
        this.source = source;
        this.tokens = tokens;
        this.layer =
                source.kind().equals("mlp") && source.layer() != null ? String.valueOf(source.layer()) : source.name();
        Files.createDirectories(folder.resolve("features"));
        Files.createDirectories(folder.resolve("activations"));
        writeTables();
    }

    private void writeTables() throws IOException {
        String set = layer.replaceFirst("^\\d+-?", "");
        write("release.jsonl", row("name", "featurescope-run-" + run.id(), "description", run.name()));
        write("model.jsonl", row("id", run.model(), "displayName", run.model()));
        write(
                "sourceset.jsonl",
                row("modelId", run.model(), "name", set.isEmpty() ? "neurons" : set, "type", source.kind()));
        Map<String, @Nullable Object> described = row(
                "modelId",
                run.model(),
                "id",
                layer,
                "setName",
                set.isEmpty() ? "neurons" : set,
                "dataset",
                run.corpusNames(),
                "hookName",
                source.hookPoint());
        described.put("num_prompts", run.contexts());
        described.put("num_tokens_in_prompt", run.contextTokens());
        described.put(
                "featurescope",
                row(
                        "run",
                        run.id(),
                        "tokens",
                        run.tokens(),
                        "origin",
                        run.origin(),
                        "weightsSha256",
                        run.weightsSha256(),
                        "programVersion",
                        run.programVersion()));
        write("source.jsonl", described);
    }

    /** @param namesAndValues by turns */
    private static Map<String, @Nullable Object> row(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return row;
    }

    private void write(String name, Map<String, @Nullable Object> row) throws IOException {
        Files.writeString(folder.resolve(name), JsonLinesSink.MAPPER.writeValueAsString(row) + "\n");
    }

    @Override
    public void write(FeatureBatches.Batch batch) throws IOException {
        String name = "batch-" + batch.number() + ".jsonl.gz";
        write("features", name, batch.features().stream().map(this::feature).toList());
        List<Map<String, @Nullable Object>> activations = new ArrayList<>();
        batch.features().forEach(feature -> addActivations(activations, feature, batch));
        write("activations", name, activations);
        if (!batch.explanations().isEmpty()) {
            Files.createDirectories(folder.resolve("explanations"));
            write(
                    "explanations",
                    name,
                    batch.features().stream()
                            .flatMap(feature -> batch.explanations().getOrDefault(feature.index(), List.of()).stream())
                            .map(this::explanation)
                            .toList());
        }
    }

    private void write(String kind, String name, List<Map<String, @Nullable Object>> rows) throws IOException {
        try (BufferedWriter out = JsonLinesSink.writer(folder.resolve(kind).resolve(name))) {
            for (Map<String, @Nullable Object> row : rows) {
                out.write(JsonLinesSink.MAPPER.writeValueAsString(row));
                out.write('\n');
            }
        }
    }

    private Map<String, @Nullable Object> identity(int index) {
        return row("modelId", run.model(), "layer", layer, "index", String.valueOf(index));
    }

    private Map<String, @Nullable Object> feature(FeatureRow feature) {
        Map<String, @Nullable Object> row = identity(feature.index());
        FeatureFigures figures = feature.figures();
        row.put("maxActApprox", figures.maximum());
        row.put("frac_nonzero", ExportedFeatures.density(figures, run));
        row.put("hookName", source.hookPoint());
        putBars(row, "freq_hist_data_bar", bars(figures));
        putLogits(row, feature);
        List<Neighbour> similar = feature.weights() == null
                ? List.of()
                : feature.weights().similar().stream()
                        .filter(each -> each.source().equals(source.name()))
                        .toList();
        row.put("topkCosSimIndices", similar.stream().map(Neighbour::index).toList());
        row.put("topkCosSimValues", similar.stream().map(Neighbour::value).toList());
        return row;
    }

    private static void putBars(Map<String, @Nullable Object> row, String name, List<Bars.Bar> bars) {
        row.put(name + "_values", bars.stream().map(Bars.Bar::value).toList());
        row.put(name + "_heights", bars.stream().map(Bars.Bar::height).toList());
    }

    private void putLogits(Map<String, @Nullable Object> row, FeatureRow feature) {
        FeatureWeights weights = feature.weights();
        LogitEffects logits = weights == null ? null : weights.logits();
        Bars given = feature.figures().bars();
        putEffects(row, "pos", logits == null ? List.of() : logits.top());
        putEffects(row, "neg", logits == null ? List.of() : logits.bottom());
        DyadicHistogram all = logits == null ? null : logits.all();
        putBars(row, "logits_hist_data_bar", all != null ? bars(all, 0) : given == null ? List.of() : given.logits());
    }

    private void putEffects(Map<String, @Nullable Object> row, String name, List<TokenEffect> effects) {
        row.put(
                name + "_str",
                effects.stream().map(effect -> tokens.of(effect.tokenId())).toList());
        row.put(name + "_values", effects.stream().map(TokenEffect::effect).toList());
    }

    /** Bars of the tokens that activate it: of what is never below 0, the tokens at 0 are left out, as the field's tools do. */
    private List<Bars.Bar> bars(FeatureFigures figures) {
        DyadicHistogram histogram = figures.histogram();
        Bars given = figures.bars();
        if (histogram == null) {
            return given == null ? List.of() : given.activations();
        }
        Long active = figures.activeTokens();
        Float minimum = figures.minimum();
        return bars(histogram, active == null || minimum == null || minimum != 0 ? 0 : histogram.total() - active);
    }

    /** @param zeros values of exactly 0, which are not counted */
    private static List<Bars.Bar> bars(DyadicHistogram histogram, long zeros) {
        long[] counts = histogram.counts();
        double[] edges = histogram.edges();
        List<Bars.Bar> bars = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            boolean holdsZero = edges[i] <= 0 && edges[i + 1] > 0;
            long count = holdsZero ? Math.max(0, counts[i] - zeros) : counts[i];
            bars.add(new Bars.Bar((float) ((edges[i] + edges[i + 1]) / 2), count));
        }
        return bars;
    }

    private void addActivations(
            List<Map<String, @Nullable Object>> rows, FeatureRow feature, FeatureBatches.Batch batch) {
        for (ExampleGroup group : feature.kept().groups()) {
            boolean interval =
                    group.kind() == GroupKind.INTERVAL && Float.isFinite(group.low()) && Float.isFinite(group.high());
            if (group.kind() == GroupKind.TOP || interval) {
                for (Example example : group.examples()) {
                    rows.add(activation(feature, group, example, batch));
                }
            }
        }
    }

    private Map<String, @Nullable Object> activation(
            FeatureRow feature, ExampleGroup group, Example example, FeatureBatches.Batch batch) {
        PublishedTexts.Text text = Objects.requireNonNull(batch.contexts().get(example.context()));
        float[] values = ExportedFeatures.activations(example, text);
        Map<String, @Nullable Object> row = identity(feature.index());
        boolean top = group.kind() == GroupKind.TOP;
        row.put("tokens", Arrays.stream(text.tokenIds()).mapToObj(tokens::of).toList());
        row.put("values", ExportedFeatures.known(values));
        row.put("maxValue", example.peak());
        row.put("maxValueTokenIndex", example.peakPosition());
        row.put("minValue", minimum(values));
        row.put("dataIndex", text.document());
        row.put("dataSource", text.corpus());
        row.put("binMin", top ? -1 : (Object) group.low());
        row.put("binMax", top ? feature.figures().maximum() : (Object) group.high());
        row.put("binContains", top ? -1 : share(group));
        row.put("qualifyingTokenIndex", example.peakPosition());
        return row;
    }

    private static float minimum(float[] values) {
        float minimum = Float.POSITIVE_INFINITY;
        for (float value : values) {
            minimum = Float.isNaN(value) ? minimum : Math.min(minimum, value);
        }
        return minimum;
    }

    private @Nullable Object share(ExampleGroup group) {
        Long all = run.tokens();
        return all == null || all == 0 ? 0 : (Object) ((double) group.tokens() / all);
    }

    private Map<String, @Nullable Object> explanation(ExplanationRow explanation) {
        Map<String, @Nullable Object> row = identity(explanation.feature());
        row.put("id", explanation.publicId());
        row.put("description", explanation.description());
        row.put("typeName", explanation.method());
        row.put("explanationModelName", explanation.explainer());
        row.put(
                "scores",
                explanation.scores() == null ? List.of() : JsonLinesSink.MAPPER.readTree(explanation.scores()));
        return row;
    }

    @Override
    public void close() {}
}
