package org.featurescope.web.common;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which fields of an answer are wanted: paths with dots, {@code index,statistics.density,groups.examples.tokens}. A path goes through
 * lists to each of their members.
 *
 * @param inner by name, what is wanted of it; empty: all
 */
public record FieldChoice(Map<String, FieldChoice> inner) {

    private static final int LONGEST = 2_000;
    private static final FieldChoice ALL = new FieldChoice(Map.of());

    /** @param text of the parameter {@code fields}; null: all. Ends in a 400 for a text that is no list of paths */
    public static FieldChoice of(@Nullable String text) {
        if (text == null) {
            return ALL;
        }
        if (text.length() > LONGEST
                || !text.matches("[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)*(,[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)*)*")) {
            throw refused(Words.of(
                    "problem.fields",
                    String.valueOf(LONGEST),
                    text.length() > 80 ? text.substring(0, 80) + "…" : text));
        }
        FieldChoice choice = new FieldChoice(new TreeMap<>());
        for (String path : text.split(",")) {
            FieldChoice at = choice;
            for (String name : path.split("\\.")) {
                at = at.inner.computeIfAbsent(name, missing -> new FieldChoice(new TreeMap<>()));
            }
        }
        return choice;
    }

    /** What is wanted of a value; itself if all is. */
    public Object of(Object value, JsonMapper json) {
        return inner.isEmpty() ? value : pruned(json.valueToTree(value), "");
    }

    private JsonNode pruned(JsonNode node, String path) {
        if (inner.isEmpty() || node.isNull()) {
            return node;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode members = array.arrayNode();
            array.forEach(member -> members.add(pruned(member, path)));
            return members;
        }
        if (!(node instanceof ObjectNode object)) {
            throw refused(Words.of("problem.fields.none", path.substring(1)));
        }
        ObjectNode wanted = object.objectNode();
        inner.forEach((name, choice) -> {
            JsonNode field = object.get(name);
            if (field == null) {
                throw refused(Words.of(
                        "problem.fields.unknown",
                        (path + "." + name).substring(1),
                        String.join(", ", object.propertyNames())));
            }
            wanted.set(name, choice.pruned(field, path + "." + name));
        });
        return wanted;
    }

    private static PageProblem refused(String detail) {
        return PageProblem.badRequest(
                detail, Words.of("problem.ask"), List.of(new PageLink(Words.of("problem.ask.docs"), Links.apiDocs())));
    }
}
