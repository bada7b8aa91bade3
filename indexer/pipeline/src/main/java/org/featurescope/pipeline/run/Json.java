package org.featurescope.pipeline.run;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Records as JSON: members in the order of the record, indented, lines ended by one character. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value).replace(System.lineSeparator(), "\n") + "\n";
    }

    static <T> T read(String json, Class<T> type, String origin) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw new RunFilesException(origin + ": cannot be read (" + e.getOriginalMessage() + ")", e);
        }
    }
}
