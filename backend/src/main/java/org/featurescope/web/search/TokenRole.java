package org.featurescope.web.search;

import org.featurescope.db.format.TokenFeatureFormat.Kind;

/** How features are asked to have a token. */
enum TokenRole {
    RAISES("token", Kind.RAISES),
    LOWERS("lowers", Kind.LOWERS),
    LOOKUP("lookupToken", Kind.LOOKUP),
    PEAK("peakToken", Kind.PEAK);

    private final String parameter;
    private final Kind kind;

    TokenRole(String parameter, Kind kind) {
        this.parameter = parameter;
        this.kind = kind;
    }

    /** Its name in addresses. */
    String parameter() {
        return parameter;
    }

    Kind kind() {
        return kind;
    }
}
