package org.featurescope.pipeline.progress;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Progress as JSON: one object, in one line. */
public final class ProgressJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private ProgressJson() {}

    /** @param remark a sentence for a person, or null */
    public static String line(ProgressState state, @Nullable String remark) {
        ObjectNode object = MAPPER.valueToTree(state);
        if (remark != null) {
            object.put("remark", remark);
        }
        return MAPPER.writeValueAsString(object);
    }
}
