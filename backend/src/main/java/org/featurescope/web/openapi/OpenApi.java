package org.featurescope.web.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.featurescope.web.openapi.ApiOperation.Group;

/** The description as OpenAPI 3.1 has it, in maps and lists. */
final class OpenApi {

    static final String PROBLEM = "Problem";

    private OpenApi() {}

    static Map<String, Object> document(List<ApiOperation> operations, Map<String, ApiSchema> schemas, String site) {
        Map<String, Object> paths = new LinkedHashMap<>();
        for (ApiOperation operation : operations) {
            paths.merge(
                    operation.path(),
                    map(operation.method().toLowerCase(Locale.ROOT), operation(operation)),
                    OpenApi::joined);
        }
        Map<String, Object> components = new LinkedHashMap<>();
        schemas.forEach((name, schema) -> components.put(name, schema(schema)));
        components.put(PROBLEM, problem());
        return map(
                "openapi", "3.1.0",
                "info",
                        map(
                                "title", "Featurescope",
                                "version", "1",
                                "summary", "What neurons and SAE latents of language models react to",
                                "description",
                                        "Every page has a JSON twin at its address with .json behind it. Fields may be added; a"
                                                + " field without a value is null, never missing. No key, no account; other"
                                                + " sites may read.",
                                "license", map("name", "Apache 2.0", "identifier", "Apache-2.0")),
                "servers", List.of(map("url", site)),
                "tags",
                        operations.stream()
                                .map(ApiOperation::group)
                                .distinct()
                                .map(group -> map("name", group.title()))
                                .toList(),
                "paths", paths,
                "components", map("schemas", components));
    }

    private static Object joined(Object one, Object other) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Object each : List.of(one, other)) {
            ((Map<?, ?>) each).forEach((key, value) -> all.put(String.valueOf(key), value));
        }
        return all;
    }

    private static Map<String, Object> operation(ApiOperation operation) {
        Map<String, Object> described = map(
                "operationId", operation.id(),
                "summary", operation.summary(),
                "tags", List.of(operation.group().title()),
                "parameters",
                        operation.parameters().stream().map(OpenApi::parameter).toList());
        if (operation.body() != null) {
            described.put(
                    "requestBody",
                    map("required", true, "content", content(operation.body().schema())));
        }
        described.put("responses", responses(operation));
        return described;
    }

    private static Map<String, Object> parameter(ApiOperation.Parameter parameter) {
        Map<String, Object> described = map(
                "name", parameter.name(),
                "in", parameter.in(),
                "required", parameter.in().equals("path"),
                "schema", parameter.schema());
        if (parameter.meaning() != null) {
            described.put("description", parameter.meaning());
        }
        return described;
    }

    private static Map<String, Object> content(Map<String, Object> schema) {
        return map("application/json", map("schema", schema));
    }

    private static Map<String, Object> responses(ApiOperation operation) {
        Map<String, Object> responses = new LinkedHashMap<>();
        if (operation.group() != Group.NOT_SERVED) {
            Map<String, Object> found = map("description", "The answer");
            found.put(
                    "content",
                    operation.answer() == null
                            ? map(operation.mediaType(), map())
                            : content(operation.answer().schema()));
            responses.put("200", found);
        }
        statuses(operation)
                .forEach((status, description) -> responses.put(
                        status,
                        map(
                                "description",
                                description,
                                "content",
                                map(
                                        "application/problem+json",
                                        map("schema", map("$ref", "#/components/schemas/" + PROBLEM))))));
        return responses;
    }

    /** What may go wrong. */
    private static Map<String, String> statuses(ApiOperation operation) {
        Map<String, String> statuses = new LinkedHashMap<>();
        if (operation.group() == Group.NOT_SERVED) {
            statuses.put("501", "It is not served here; detail says why");
            return statuses;
        }
        if (!operation.parameters().isEmpty() || operation.body() != null) {
            statuses.put("400", "A parameter or the body cannot be read; detail says which and why");
            statuses.put("404", "There is nothing of this name; links lead to what there is");
            statuses.put("410", "The run was deleted; links lead to the newest");
        }
        if (operation.path().equals("/oembed")) {
            statuses.put("501", "format is another than json");
        }
        if (operation.body() != null) {
            statuses.put("411", "The length of the body is not said");
            statuses.put("413", "The body is too long");
        }
        statuses.put("429", "Too much came from this address within a minute; Retry-After says when to ask again");
        statuses.put("503", "The database does not answer");
        return statuses;
    }

    private static Map<String, Object> schema(ApiSchema schema) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (ApiSchema.Field field : schema.fields()) {
            Map<String, Object> property = new LinkedHashMap<>(field.schema());
            if (field.meaning() != null) {
                property.put("description", field.meaning());
            }
            properties.put(field.name(), property);
        }
        Map<String, Object> described = map("type", "object", "properties", properties);
        if (!isSent(schema)) { // a request may leave out what may be null
            described.put(
                    "required",
                    schema.fields().stream().map(ApiSchema.Field::name).collect(Collectors.toList()));
        }
        return described;
    }

    private static boolean isSent(ApiSchema schema) {
        return schema.name().contains("Request") || schema.name().endsWith("OfExport");
    }

    /** RFC 9457, with what this site adds. */
    private static Map<String, Object> problem() {
        Map<String, Object> text = map("type", "string");
        Map<String, Object> link = map(
                "type", "object",
                "properties", map("name", text, "url", text),
                "required", List.of("name", "url"));
        return map(
                "type", "object",
                "properties",
                        map(
                                "type", text,
                                "title", map("type", "string", "description", "the name of the status"),
                                "status", map("type", "integer"),
                                "detail",
                                        map(
                                                "type",
                                                "string",
                                                "description",
                                                "a sentence: what, the rule, what was given"),
                                "instance", map("type", "string", "description", "the address that was asked"),
                                "helpTitle", map("type", "string", "description", "what the links are"),
                                "links", map("type", "array", "items", link, "description", "where to go instead"),
                                "error",
                                        map(
                                                "type", "string",
                                                "description",
                                                        "the same as detail, where clients of Neuronpedia look")),
                "required", List.of("title", "status", "detail", "links", "error"));
    }

    /** Keys and values by turns, in their order. */
    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
