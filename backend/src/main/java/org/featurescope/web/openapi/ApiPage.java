package org.featurescope.web.openapi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.featurescope.web.openapi.ApiOperation.Group;

/** The description for people. */
record ApiPage(List<Section> sections, List<ApiSchema> schemas) {

    /** Operations that belong together. */
    record Section(String id, String title, List<ApiOperation> operations) {}

    static ApiPage of(List<ApiOperation> operations, Map<String, ApiSchema> schemas) {
        List<Section> sections = Arrays.stream(Group.values())
                .map(group -> new Section(
                        group.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        group.title(),
                        operations.stream()
                                .filter(operation -> operation.group() == group)
                                .toList()))
                .filter(section -> !section.operations().isEmpty())
                .toList();
        return new ApiPage(sections, new ArrayList<>(schemas.values()));
    }
}
