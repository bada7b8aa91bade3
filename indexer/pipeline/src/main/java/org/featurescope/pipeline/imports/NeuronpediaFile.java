package org.featurescope.pipeline.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.db.format.Bars;
import org.featurescope.db.store.FeatureFigures;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A file of Neuronpedia's public export: a row of one of its tables a line, as JSON. What a line is shows in its fields, so files are
 * told apart by where they lie: {@code source.jsonl}, {@code features/}, {@code activations/}, {@code explanations…/}.
 */
final class NeuronpediaFile implements DumpFile {

    enum Kind {
        SOURCE,
        FEATURES,
        ACTIVATIONS,
        EXPLANATIONS
    }

    private final Path path;
    private final Kind kind;

    NeuronpediaFile(Path path, Kind kind) {
        this.path = path;
        this.kind = kind;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public void read(InputStream bytes, DumpRecords records) throws IOException {
        DumpLines lines = new DumpLines(path, bytes);
        for (String line = lines.next(); line != null; line = lines.next()) {
            String place = path.getFileName() + ":" + lines.number();
            try {
                row(Fields.of(DumpJson.MAPPER.readTree(line)), place, records);
            } catch (JacksonException e) {
                records.broken(path + ", line " + lines.number(), "is not JSON (" + e.getOriginalMessage() + ")");
            } catch (BrokenRecordException | IllegalArgumentException e) {
                records.broken(path + ", line " + lines.number(), String.valueOf(e.getMessage()));
            }
        }
    }

    private void row(Fields row, String place, DumpRecords records) {
        if (kind == Kind.SOURCE) {
            records.source(source(row));
            return;
        }
        DumpSource source = DumpSource.named(row.text("modelId"), row.text("layer"));
        switch (kind) {
            case FEATURES -> {
                DumpFeature feature = feature(row);
                records.source(source.with(hookPoint(row), null, null, null));
                records.feature(source, feature);
            }
            case ACTIVATIONS -> records.activation(source, activation(row, place));
            default -> records.explanation(source, explanation(row));
        }
    }

    /** A row of the table of sources. Our own exports count tokens exactly, others name prompts and their length. */
    private static DumpSource source(Fields row) {
        Long prompts = row.count("num_prompts");
        Long tokens = row.count("num_tokens_in_prompt");
        Long counted = row.find("featurescope") == null
                ? null
                : row.object("featurescope").count("tokens");
        if (counted == null && prompts != null && tokens != null) {
            counted = Math.multiplyExact(prompts, tokens);
        }
        return DumpSource.named(row.text("modelId"), row.text("id"))
                .with(configuredHook(row), row.textOrNull("dataset"), prompts, counted);
    }

    /** The configuration of the SAE, which some rows hold as text, may name it. */
    private static @Nullable String configuredHook(Fields row) {
        JsonNode config = row.find("saelensConfig");
        if (config != null && config.isString()) {
            try {
                config = DumpJson.MAPPER.readTree(config.stringValue());
            } catch (JacksonException e) {
                return null; // what is no JSON names nothing
            }
        }
        JsonNode hook = config == null ? null : config.get("hook_name");
        return hook != null && hook.isString() ? emptyIsNone(hook.stringValue()) : hookPoint(row);
    }

    private static @Nullable String hookPoint(Fields row) {
        return emptyIsNone(row.textOrNull("hookName"));
    }

    private static @Nullable String emptyIsNone(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static DumpFeature feature(Fields row) {
        return feature(row, row.index("index"), row.number("maxActApprox"));
    }

    /** A feature as Neuronpedia and SAEDashboard write it: the names of these fields are the same. */
    static DumpFeature feature(Fields row, int index, @Nullable Float maximum) {
        List<Bars.Bar> activations = row.bars("freq_hist_data_bar_values", "freq_hist_data_bar_heights");
        List<Bars.Bar> logits = row.bars("logits_hist_data_bar_values", "logits_hist_data_bar_heights");
        Bars bars = activations.isEmpty() && logits.isEmpty() ? null : new Bars(activations, logits);
        return new DumpFeature(
                index,
                new FeatureFigures(
                        row.share("frac_nonzero"), null, null, maximum, null, null, null, null, null, null, bars),
                row.effects("pos_str", "pos_values"),
                row.effects("neg_str", "neg_values"),
                similar(row, index));
    }

    private static List<DumpFeature.Near> similar(Fields row, int own) {
        int[] indexes = row.indexes("topkCosSimIndices");
        float[] cosines = row.numbers("topkCosSimValues");
        List<DumpFeature.Near> similar = new ArrayList<>();
        for (int i = 0; i < Math.min(indexes.length, cosines.length); i++) {
            if (indexes[i] != own) {
                similar.add(new DumpFeature.Near(indexes[i], cosines[i]));
            }
        }
        return similar;
    }

    private static DumpActivation activation(Fields row, String place) {
        float[] values = row.activations("values");
        List<String> tokens = row.requireContext("tokens", row.texts("tokens"), "values", values);
        String document = emptyIsNone(row.textOrNull("dataIndex"));
        return activation(
                row.index("index"),
                new Bin(row.number("binMin"), row.number("binMax"), row.wide("binContains")),
                tokens,
                values,
                new Long[] {position(row, "qualifyingTokenIndex"), position(row, "maxValueTokenIndex")},
                document == null ? place : document);
    }

    /** A position in the context; −1 stands for none. */
    static @Nullable Long position(Fields row, String name) {
        JsonNode value = row.find(name);
        if (value == null || value.isIntegralNumber() && value.longValue() < 0) {
            return null;
        }
        return row.count(name);
    }

    /** @param low −1, as is {@code contains}, of an example at the top; null of a text that somebody tried */
    record Bin(
            @Nullable Float low,
            @Nullable Float high,
            @Nullable Double contains) {

        boolean isInterval() {
            return low != null && high != null && contains != null && !(low == -1 && contains == -1) && high >= low;
        }
    }

    /** @param positions that may be the peak: of the token that qualifies for the bin, of the largest value */
    static DumpActivation activation(
            int feature, Bin bin, List<String> tokens, float[] values, @Nullable Long[] positions, String document) {
        int peak = DumpActivation.largest(values);
        if (bin.isInterval() && positions[0] != null) {
            peak = inContext(positions[0], values);
        } else if (positions[1] != null && values[inContext(positions[1], values)] == values[peak]) {
            peak = positions[1].intValue();
        }
        return bin.isInterval()
                ? new DumpActivation(
                        feature,
                        GroupKind.INTERVAL,
                        value(bin.low),
                        value(bin.high),
                        bin.contains == null ? Double.NaN : bin.contains,
                        tokens,
                        values,
                        peak,
                        document)
                : new DumpActivation(
                        feature, GroupKind.TOP, 0, Float.POSITIVE_INFINITY, Float.NaN, tokens, values, peak, document);
    }

    private static float value(@Nullable Float value) {
        return value == null ? Float.NaN : value;
    }

    private static int inContext(long position, float[] values) {
        if (position >= values.length) {
            throw new BrokenRecordException(
                    "the position of the peak must be below " + values.length + ", found " + position);
        }
        return (int) position;
    }

    private static DumpExplanation explanation(Fields row) {
        JsonNode scores = row.find("scores");
        return new DumpExplanation(
                row.index("index"),
                row.text("description"),
                emptyIsNone(row.textOrNull("typeName")),
                emptyIsNone(row.textOrNull("explanationModelName")),
                scores == null || !scores.isArray() || scores.isEmpty() ? null : scores.toString(),
                row.textOrNull("id"));
    }
}
