package org.featurescope.pipeline.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.db.format.Bars;
import org.featurescope.db.store.FeatureFigures;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * What {@code save_json} of sae_vis writes: an object {@code feature_data_dict} with a member for each feature. It names neither model
 * nor source, and tokens by their ids alone. Groups of examples are told apart by their titles.
 */
final class SaeVisFile implements DumpFile {

    private static final Pattern MAXIMUM = Pattern.compile("MAX\\s*=\\s*([-+.\\deE]+)");
    private static final Pattern INTERVAL =
            Pattern.compile("INTERVAL\\s+([-+.\\deE]+)\\s+-\\s+([-+.\\deE]+)(?:.*?CONTAINS\\s+([.\\deE-]+)%)?");
    private static final Pattern DENSITY = Pattern.compile("DENSITY\\s*=\\s*([.\\deE-]+)%");

    private final Path path;
    private final DumpSource source;
    private final IntFunction<String> tokens;

    /**
     * @param source which the file does not name
     * @param tokens by their ids
     */
    SaeVisFile(Path path, DumpSource source, IntFunction<String> tokens) {
        this.path = path;
        this.source = source;
        this.tokens = tokens;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public void read(InputStream bytes, DumpRecords records) throws IOException {
        records.source(source);
        try (JsonParser parser = DumpJson.MAPPER.createParser(bytes)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("feature_data_dict") && parser.currentToken() == JsonToken.START_OBJECT) {
                    readFeatures(parser, records);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            records.broken(
                    path
                            + (e.getLocation() == null
                                    ? ""
                                    : ", line " + e.getLocation().getLineNr() + ", column "
                                            + e.getLocation().getColumnNr()),
                    "is not JSON (" + e.getOriginalMessage() + "); the rest of the file is not read");
        }
    }

    private void readFeatures(JsonParser parser, DumpRecords records) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            JsonNode node = DumpJson.tree(parser);
            String place = path + ", feature_data_dict[\"" + name + "\"]";
            try {
                if (!name.matches("\\d{1,9}")) {
                    throw new BrokenRecordException("a feature must be named by its index, found \"" + name + "\"");
                }
                int index = Integer.parseInt(name);
                Fields row = Fields.of(node);
                DumpFeature feature = feature(index, row);
                List<DumpActivation> activations = activations(index, row);
                records.feature(source, feature);
                activations.forEach(activation -> records.activation(source, activation));
            } catch (BrokenRecordException | IllegalArgumentException e) {
                records.broken(place, String.valueOf(e.getMessage()));
            }
        }
    }

    private DumpFeature feature(int index, Fields row) {
        Double density = null;
        List<Bars.Bar> bars = List.of();
        if (row.find("acts_histogram_data") != null) {
            Fields histogram = row.object("acts_histogram_data");
            bars = histogram.bars("bar_values", "bar_heights");
            Matcher title = DENSITY.matcher(text(histogram.textOrNull("title")));
            density = title.find() ? (Double) (number("density", title.group(1)) / 100) : null;
        }
        List<Bars.Bar> logits = row.find("logits_histogram_data") == null
                ? List.of()
                : row.object("logits_histogram_data").bars("bar_values", "bar_heights");
        Bars all = bars.isEmpty() && logits.isEmpty() ? null : new Bars(bars, logits);
        FeatureFigures figures =
                new FeatureFigures(density, null, null, maximum(row), null, null, null, null, null, null, all);
        if (row.find("logits_table_data") == null) {
            return new DumpFeature(index, figures, List.of(), List.of(), List.of());
        }
        Fields table = row.object("logits_table_data");
        return new DumpFeature(
                index,
                figures,
                effects(table, "top_token_ids", "top_logits"),
                effects(table, "bottom_token_ids", "bottom_logits"),
                List.of());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private List<DumpFeature.Effect> effects(Fields table, String idsName, String valuesName) {
        int[] ids = table.indexes(idsName);
        float[] values = table.numbers(valuesName);
        List<DumpFeature.Effect> effects = new ArrayList<>();
        for (int i = 0; i < Math.min(ids.length, values.length); i++) {
            effects.add(new DumpFeature.Effect(tokens.apply(ids[i]), values[i]));
        }
        return effects;
    }

    private static List<JsonNode> groups(Fields row) {
        return row.find("sequence_data") == null
                ? List.of()
                : row.object("sequence_data").list("seq_group_data");
    }

    /** Its title says it rounded; the largest activation at the top is it. */
    private static @Nullable Float maximum(Fields row) {
        Float largest = null;
        for (JsonNode node : groups(row)) {
            Fields group = Fields.of(node);
            if (!MAXIMUM.matcher(text(group.textOrNull("title"))).find()) {
                continue;
            }
            for (JsonNode sequence : group.list("seq_data")) {
                for (float value : Fields.of(sequence).numbers("feat_acts")) {
                    largest = largest == null ? value : Math.max(largest, value);
                }
            }
        }
        return largest;
    }

    private List<DumpActivation> activations(int index, Fields row) {
        List<DumpActivation> activations = new ArrayList<>();
        for (JsonNode node : groups(row)) {
            Fields group = Fields.of(node);
            String title = text(group.textOrNull("title"));
            Matcher interval = INTERVAL.matcher(title);
            boolean isInterval = interval.find();
            int number = 0;
            for (JsonNode sequence : group.list("seq_data")) {
                Fields fields = Fields.of(sequence);
                float[] values = fields.numbers("feat_acts");
                int[] ids = fields.indexes("token_ids");
                List<String> texts = new ArrayList<>(ids.length);
                for (int id : ids) {
                    texts.add(tokens.apply(id));
                }
                fields.requireContext("token_ids", texts, "feat_acts", values);
                activations.add(new DumpActivation(
                        index,
                        isInterval ? GroupKind.INTERVAL : GroupKind.TOP,
                        isInterval ? (float) number("interval", interval.group(1)) : 0,
                        isInterval ? (float) number("interval", interval.group(2)) : Float.POSITIVE_INFINITY,
                        isInterval && interval.group(3) != null ? number("share", interval.group(3)) / 100 : Double.NaN,
                        texts,
                        values,
                        DumpActivation.largest(values),
                        path.getFileName() + ": feature " + index + ", " + title.replaceAll("<br>.*", "") + " "
                                + number));
                number++;
            }
        }
        return activations;
    }

    private static double number(String what, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new BrokenRecordException("the " + what + " in a title must be a number, found " + text);
        }
    }
}
