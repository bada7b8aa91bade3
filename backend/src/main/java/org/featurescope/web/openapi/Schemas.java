package org.featurescope.web.openapi;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The records that answers are made of, as JSON Schema 2020-12, which OpenAPI 3.1 uses: the names and types that Jackson writes, and what may
 * be null as it is marked in the code.
 */
final class Schemas {

    private static final String REFERENCE = "#/components/schemas/";

    private final ApiDocs docs;
    private final Map<String, ApiSchema> byName = new TreeMap<>();

    Schemas(ApiDocs docs) {
        this.docs = docs;
    }

    /** A value, its schema and words for it. */
    record Value(
            Map<String, Object> schema,
            String words,
            @Nullable String of) {

        Value orNull() {
            Map<String, Object> nullable = new LinkedHashMap<>(schema);
            if (schema.get("type") instanceof String type) {
                nullable.put("type", List.of(type, "null"));
            } else if (!schema.isEmpty()) {
                nullable = Map.of("anyOf", List.of(schema, Map.of("type", "null")));
            }
            return new Value(nullable, words + " or null", of);
        }
    }

    /** All that was met, by name. */
    Map<String, ApiSchema> all() {
        return byName;
    }

    /** What a type is as JSON; its records are met with it. */
    Value of(AnnotatedType type) {
        Value value = plain(type);
        return type.isAnnotationPresent(Nullable.class) ? value.orNull() : value;
    }

    private Value plain(AnnotatedType type) {
        if (type instanceof AnnotatedParameterizedType generic) {
            AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
            if (isA(type, List.class)) {
                Value item = of(arguments[0]);
                return new Value(Map.of("type", "array", "items", item.schema), "list of " + item.words, item.of);
            }
            if (isA(type, Map.class)) {
                Value member = of(arguments[1]);
                return new Value(
                        Map.of("type", "object", "additionalProperties", member.schema),
                        "object of " + member.words,
                        member.of);
            }
        }
        return type.getType() instanceof Class<?> plain ? plain(plain) : any();
    }

    private static boolean isA(AnnotatedType type, Class<?> wanted) {
        return ((ParameterizedType) type.getType()).getRawType() == wanted;
    }

    private Value plain(Class<?> type) {
        if (type == String.class) {
            return named("string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return named("boolean");
        }
        if (type == float.class || type == Float.class || type == double.class || type == Double.class) {
            return named("number");
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return named("integer");
        }
        if (type == Instant.class) {
            return new Value(Map.of("type", "string", "format", "date-time"), "moment", null);
        }
        if (type.isEnum()) {
            List<String> names =
                    Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
            return new Value(Map.of("type", "string", "enum", names), "one of " + names, null);
        }
        if (!type.isRecord()) {
            return any();
        }
        String name = name(type);
        if (!byName.containsKey(name)) {
            meet(type, name);
        }
        return new Value(Map.of("$ref", REFERENCE + name), "object", name);
    }

    private static Value named(String type) {
        return new Value(Map.of("type", type), type, null);
    }

    private static Value any() {
        return new Value(Map.of(), "anything", null);
    }

    /** {@code SourcePage.Row} of a nested record. */
    static String name(Class<?> record) {
        Class<?> outer = record.getEnclosingClass();
        return outer == null ? record.getSimpleName() : name(outer) + "." + record.getSimpleName();
    }

    private void meet(Class<?> record, String name) {
        List<ApiSchema.Field> fields = new ArrayList<>();
        byName.put(name, new ApiSchema(name, fields)); // before its fields, one of which may hold the record again
        Map<String, String> meanings = docs.fields(name);
        for (RecordComponent component : record.getRecordComponents()) {
            Method accessor = component.getAccessor();
            if (!accessor.isAnnotationPresent(JsonIgnore.class)) {
                Value value =
                        accessor.isAnnotationPresent(JsonRawValue.class) ? any() : of(component.getAnnotatedType());
                String field = jsonName(component);
                fields.add(new ApiSchema.Field(field, value.schema, value.words, value.of, meanings.get(field)));
            }
        }
        meanings.forEach((path, meaning) -> describe(name, path, meaning));
    }

    /** Passes on what is said of {@code a.b} to the field b of the record that a is made of, unless its own table says it. */
    private void describe(String record, String path, String meaning) {
        int dot = path.indexOf('.');
        ApiSchema schema = byName.get(record);
        if (schema == null) {
            return;
        }
        String first = dot < 0 ? path : path.substring(0, dot);
        for (int i = 0; i < schema.fields().size(); i++) {
            ApiSchema.Field field = schema.fields().get(i);
            if (!field.name().equals(first)) {
                continue;
            }
            if (dot >= 0 && field.of() != null) {
                describe(field.of(), path.substring(dot + 1), meaning);
            } else if (dot < 0 && field.meaning() == null) {
                schema.fields().set(i, field.meaning(meaning));
            }
        }
    }

    private static String jsonName(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
    }
}
