package org.featurescope.web.openapi;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one address answers to one method.
 *
 * @param path with its variables in braces
 * @param group what it belongs to, for people
 * @param summary as docs/api.md has it
 * @param body what is sent; null: nothing
 * @param answer null: it is not served, or is no JSON
 * @param mediaType of the answer
 */
record ApiOperation(
        String method,
        String path,
        String id,
        Group group,
        String summary,
        List<Parameter> parameters,
        Schemas.@Nullable Value body,
        Schemas.@Nullable Value answer,
        String mediaType) {

    /** In the order in which people read of them. */
    enum Group {
        PAGES("Pages as JSON"),
        MANY("Many features"),
        NEURONPEDIA("What clients of Neuronpedia read"),
        NOT_SERVED("Not served"),
        OTHER("Other");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /**
     * @param in {@code path} or {@code query}
     * @param repeated whether it may be given several times
     * @param meaning null: docs/api.md does not name it
     */
    record Parameter(
            String name,
            String in,
            boolean repeated,
            Map<String, Object> schema,
            @Nullable String meaning) {}
}
