package org.featurescope.lm;

import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Other values in a model's configuration. */
final class ConfigChange {

    private static final JsonMapper JSON = new JsonMapper();

    private ConfigChange() {}

    /** The text of a folder's configuration after the changes; nested objects are merged. */
    static String apply(Path folder, String changes) {
        ObjectNode config = (ObjectNode) JSON.readTree(folder.resolve("config.json"));
        merge(config, JSON.readTree(changes));
        return config.toString();
    }

    private static void merge(ObjectNode target, JsonNode changes) {
        changes.properties().forEach(change -> {
            if (change.getValue().isObject() && target.path(change.getKey()) instanceof ObjectNode inner) {
                merge(inner, change.getValue());
            } else {
                target.set(change.getKey(), change.getValue());
            }
        });
    }
}
