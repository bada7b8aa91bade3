package org.featurescope.pipeline.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * A {@code batch-N.json} as SAEDashboard writes it for Neuronpedia: an object that names model, layer and set of SAEs, and then lists
 * its features with their activations. Features are read one after the other.
 */
final class SaeDashboardFile implements DumpFile {

    private final Path path;

    SaeDashboardFile(Path path) {
        this.path = path;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public void read(InputStream bytes, DumpRecords records) throws IOException {
        DumpSource source = source();
        try (JsonParser parser = DumpJson.MAPPER.createParser(bytes)) {
            require(parser, JsonToken.START_OBJECT, "an object");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if ("features".equals(name)) {
                    require(parser.currentToken(), JsonToken.START_ARRAY, "a list of features");
                    readFeatures(parser, source, records);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            records.broken(where(e), "is not JSON (" + e.getOriginalMessage() + "); the rest of the file is not read");
        }
    }

    private String where(JacksonException e) {
        return path
                + (e.getLocation() == null
                        ? ""
                        : ", line " + e.getLocation().getLineNr() + ", column "
                                + e.getLocation().getColumnNr());
    }

    private void require(JsonParser parser, JsonToken wanted, String what) {
        require(parser.nextToken(), wanted, what);
    }

    private void require(@Nullable JsonToken found, JsonToken wanted, String what) {
        if (found != wanted) {
            throw new ImportException(
                    path + ": must hold " + what + ", as a batch-N.json of SAEDashboard does, found " + found);
        }
    }

    /** The fields around the features, wherever they stand; a pass of its own, which skips the features. */
    private DumpSource source() throws IOException {
        String model = null;
        String layer = null;
        String set = null;
        String suffix = null;
        try (InputStream in = DumpJson.open(path);
                JsonParser parser = DumpJson.MAPPER.createParser(in)) {
            require(parser, JsonToken.START_OBJECT, "an object");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "model_id" -> model = parser.getValueAsString();
                    case "layer" -> layer = parser.getValueAsString();
                    case "sae_set" -> set = parser.getValueAsString();
                    case "sae_id_suffix" -> suffix = parser.getValueAsString();
                    default -> {}
                }
                if (name.equals("features") && model != null && layer != null && set != null) {
                    break; // they stand in front, as usual
                }
                parser.skipChildren();
            }
        } catch (JacksonException e) {
            throw new ImportException(where(e) + ": is not JSON (" + e.getOriginalMessage() + ")", e);
        }
        if (model == null || layer == null || set == null) {
            throw new ImportException(path + ": must have the fields \"model_id\", \"layer\" and \"sae_set\"; found "
                    + model + ", " + layer + ", " + set);
        }
        String name =
                layer + "-" + set + (suffix == null || suffix.isEmpty() || suffix.equals("null") ? "" : "__" + suffix);
        return DumpSource.named(model, name);
    }

    private void readFeatures(JsonParser parser, DumpSource source, DumpRecords records) {
        int number = 0;
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            long line = parser.currentLocation().getLineNr();
            JsonNode node = DumpJson.tree(parser);
            String place = path + ", line " + line + ", features[" + number + "]";
            readFeature(Fields.of(node), source, place, number, records);
            number++;
        }
    }

    private void readFeature(Fields row, DumpSource source, String place, int number, DumpRecords records) {
        int index;
        DumpFeature feature;
        try {
            index = row.index("feature_index");
            feature = NeuronpediaFile.feature(row, index, null);
            records.source(source.with(null, row.textOrNull("dataset"), row.count("n_prompts_total"), tokens(row)));
        } catch (BrokenRecordException | IllegalArgumentException e) {
            records.broken(place, String.valueOf(e.getMessage()));
            return;
        }
        records.feature(source, feature);
        List<JsonNode> activations = row.list("activations");
        for (int i = 0; i < activations.size(); i++) {
            String document = path.getFileName() + ": feature " + index + ", activation " + i;
            try {
                records.activation(source, activation(index, Fields.of(activations.get(i)), document));
            } catch (BrokenRecordException e) {
                records.broken(place + ".activations[" + i + "]", String.valueOf(e.getMessage()));
            }
        }
    }

    private static @Nullable Long tokens(Fields row) {
        Long prompts = row.count("n_prompts_total");
        Long each = row.count("n_tokens_in_prompt");
        return prompts == null || each == null ? null : (Long) Math.multiplyExact(prompts, each);
    }

    private static DumpActivation activation(int feature, Fields row, String document) {
        float[] values = row.numbers("values");
        List<String> tokens = row.requireContext("tokens", row.texts("tokens"), "values", values);
        return NeuronpediaFile.activation(
                feature,
                new NeuronpediaFile.Bin(row.number("bin_min"), row.number("bin_max"), row.wide("bin_contains")),
                tokens,
                values,
                new Long[] {NeuronpediaFile.position(row, "qualifying_token_index"), null},
                document);
    }
}
