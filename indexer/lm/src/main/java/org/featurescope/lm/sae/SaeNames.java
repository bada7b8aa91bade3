package org.featurescope.lm.sae;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.core.PublicName;

/** Names for sources in addresses. */
final class SaeNames {

    private SaeNames() {}

    /** For example {@code 2-resid-post-topk}. */
    static String of(HookPoint hook, String architecture) {
        return PublicName.from(hook.shortName() + "-" + architecture.replace('_', '-'));
    }

    /**
     * SAEs of one folder under names that differ: of equal ones, all but the first get a number.
     *
     * @param options may give the one SAE its name
     */
    static List<Sae> distinct(List<Sae> saes, SaeOptions options) {
        if (options.name() != null) {
            if (saes.size() != 1) {
                throw new IllegalArgumentException("name=" + options.name() + " is the name of one SAE, the folder has "
                        + saes.size() + "; choose with layers=");
            }
            return List.of(saes.get(0).named(options.name()));
        }
        Set<String> taken = new HashSet<>();
        return saes.stream().map(sae -> sae.named(free(sae.name(), taken))).toList();
    }

    private static String free(String proposed, Set<String> taken) {
        String name = proposed;
        for (int number = 2; !taken.add(name); number++) {
            name = proposed + "-" + number;
        }
        return name;
    }
}
