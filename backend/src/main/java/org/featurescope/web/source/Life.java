package org.featurescope.web.source;

import java.util.Locale;

/** Whether a feature was ever active in the run. */
enum Life {
    ANY,
    ALIVE,
    DEAD;

    /** Its name in addresses. */
    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean holds(float density) {
        return switch (this) {
            case ANY -> true;
            case ALIVE -> density > 0;
            case DEAD -> density == 0;
        };
    }
}
