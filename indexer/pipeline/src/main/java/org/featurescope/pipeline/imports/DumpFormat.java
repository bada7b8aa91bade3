package org.featurescope.pipeline.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A format whose files show what they are by themselves: by their names, or by how they begin. */
enum DumpFormat {
    SAE_DASHBOARD("SAEDashboard"),
    SAE_VIS("sae_vis"),
    NEURON_RECORD("OpenAI NeuronRecord"),
    CIRCUIT_TRACER("attribution graph features"),
    DELPHI("Delphi cache"),
    GEMMA_SCOPE_2("Gemma Scope 2 examples"),
    GLUSCOPE("GLUScope table");

    static final Pattern BATCH = Pattern.compile("batch-(\\d+)\\.json(l)?(\\.gz)?");

    private static final int MEMBERS_READ = 8;

    private final String words;

    DumpFormat(String words) {
        this.words = words;
    }

    /** As people call it. */
    String words() {
        return words;
    }

    /** Whether a file holds more examples than are kept of a feature. */
    boolean isLimited() {
        return this == DELPHI || this == GEMMA_SCOPE_2;
    }

    /** Null: none of these. */
    static @Nullable DumpFormat of(Path path) throws IOException {
        String name = path.getFileName().toString();
        if (name.equals(GemmaScope2File.NAME)) {
            return GEMMA_SCOPE_2;
        }
        if (DelphiFile.NAME.matcher(name).matches()) {
            return DELPHI;
        }
        if (name.endsWith(".parquet")) {
            return GluScopeFile.recognises(path) ? GLUSCOPE : null;
        }
        return name.endsWith(".json") || name.endsWith(".json.gz") ? ofJson(path, name) : null;
    }

    private static @Nullable DumpFormat ofJson(Path path, String name) throws IOException {
        try (InputStream in = DumpJson.open(path);
                JsonParser parser = DumpJson.MAPPER.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (int i = 0; i < MEMBERS_READ && parser.nextToken() == JsonToken.PROPERTY_NAME; i++) {
                String member = parser.currentName();
                parser.nextToken();
                switch (member) {
                    case "feature_data_dict" -> {
                        return SAE_VIS;
                    }
                    case "examples_quantiles" -> {
                        return CIRCUIT_TRACER;
                    }
                    case "sae_set" -> {
                        return BATCH.matcher(name).matches() ? SAE_DASHBOARD : null;
                    }
                    case "dataclass_name" -> {
                        return "NeuronRecord".equals(parser.getValueAsString()) ? NEURON_RECORD : null;
                    }
                    default -> parser.skipChildren();
                }
            }
            return null;
        } catch (JacksonException e) {
            return BATCH.matcher(name).matches() ? SAE_DASHBOARD : null; // whose reader says what is wrong
        }
    }
}
