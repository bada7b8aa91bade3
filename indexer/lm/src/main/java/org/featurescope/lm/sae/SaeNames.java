package org.featurescope.lm.sae;

import org.featurescope.core.HookPoint;
import org.featurescope.core.PublicName;

/** Names for sources in addresses. */
final class SaeNames {

    private SaeNames() {}

    /** For example {@code 2-resid-post-topk}. */
    static String of(HookPoint hook, String architecture) {
        return PublicName.from(hook.shortName() + "-" + architecture.replace('_', '-'));
    }
}
