package org.featurescope.web.openapi;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as JSON.
 *
 * @param name of the record; of a nested one with the name of the outer one before it
 * @param fields in their order
 */
record ApiSchema(String name, List<Field> fields) {

    /**
     * @param schema of the value, as JSON Schema has it
     * @param type the same for people: {@code integer or null}
     * @param of the name of the record that the value is made of; null: of none
     * @param meaning null: nothing is said of it by itself
     */
    record Field(
            String name,
            Map<String, Object> schema,
            String type,
            @Nullable String of,
            @Nullable String meaning) {

        Field meaning(String text) {
            return new Field(name, schema, type, of, text);
        }
    }
}
