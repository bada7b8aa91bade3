package org.featurescope.pipeline.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object a line, with {@code text} and perhaps {@code id, title, label, source, licence}. */
final class JsonLinesReader implements DocumentReader {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path file;
    private final TextFile input;
    private final BufferedReader lines;
    private long number;

    JsonLinesReader(Path file) {
        this.file = file;
        input = TextFile.open(file);
        lines = input.reader();
    }

    @Override
    public @Nullable Document next() {
        String line;
        do {
            line = readLine();
            number++;
        } while (line != null && line.isBlank());
        return line == null ? null : document(parse(line));
    }

    private @Nullable String readLine() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new CorpusException(where(number + 1) + "cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private JsonNode parse(String line) {
        JsonNode node;
        try {
            node = MAPPER.readTree(line);
        } catch (JacksonException e) {
            throw new CorpusException(
                    where(number) + "is not JSON (" + e.getOriginalMessage()
                            + "); each line must be an object with a field \"text\"",
                    e);
        }
        if (!node.path("text").isString()) {
            throw new CorpusException(
                    where(number) + "must be a JSON object with a field \"text\" that holds a string");
        }
        return node;
    }

    private Document document(JsonNode node) {
        String id = field(node, "id");
        return new Document(
                id == null ? file.getFileName() + ":" + number : id,
                node.path("text").stringValue(),
                field(node, "title"),
                field(node, "label"),
                field(node, "source"),
                field(node, "licence"));
    }

    private @Nullable String field(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value.isString() || value.isNumber()) {
            return value.asString();
        }
        throw new CorpusException(where(number) + "field \"" + name + "\" must be a string, found " + value);
    }

    private String where(long line) {
        return file + ", line " + line + ": ";
    }

    @Override
    public double share() {
        return input.share();
    }

    @Override
    public void close() {
        input.close();
    }
}
