package org.featurescope.pipeline.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the tools of the field write it: Python's NaN is a token, and is refused where a number is wanted. */
final class DumpJson {

    private static final int MOST_STRING = 1 << 20;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE) // what follows counts for the hash
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MOST_STRING)
                            .maxNestingDepth(64)
                            .build())
                    .build())
            .build();

    private static final ObjectReader TREES =
            MAPPER.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private DumpJson() {}

    /** The value that a parser stands at, others following it. */
    static JsonNode tree(JsonParser parser) {
        return TREES.readTree(parser);
    }

    /** Of a file that is one object; what is wrong with it is one broken record. */
    static void readObject(Path path, InputStream bytes, DumpRecords records, Consumer<Fields> reader) {
        try {
            reader.accept(Fields.of(MAPPER.readTree(bytes)));
        } catch (JacksonException e) {
            records.broken(path.toString(), "is not JSON (" + e.getOriginalMessage() + ")");
        } catch (BrokenRecordException | IllegalArgumentException e) {
            records.broken(path.toString(), String.valueOf(e.getMessage()));
        }
    }

    /** Unpacks what its name says is packed. */
    static InputStream unpacked(Path path, InputStream bytes) throws IOException {
        return path.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    }

    static InputStream open(Path path) throws IOException {
        return unpacked(path, Files.newInputStream(path));
    }
}
