package org.featurescope.lm.sae;

import org.featurescope.core.HookPoint;
import org.featurescope.core.PublicName;

/** Names for sources in addresses. */
final class SaeNames {

    private SaeNames() {}

    /** For example {@code 2-resid-post-topk}. */
    static String of(HookPoint hook, String architecture) {
        String site = hook.site().replace("hook_", "").replace('.', '-');
        return PublicName.from((hook.layer() == null ? "" : hook.layer() + "-") + site.replace('_', '-') + "-"
                + architecture.replace('_', '-'));
    }
}
