package org.featurescope.web.chart;

import java.util.Locale;

/** How counts become heights. */
public enum Scale {
    /** As high as they are many; a single token beside many thousands cannot be seen. */
    LINEAR,
    /** One token is visible, and each factor adds the same. */
    LOG;

    /** Its name in addresses. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return a share of 100 */
    double height(long count, long most) {
        if (count == 0) {
            return 0;
        }
        return this == LINEAR ? 100.0 * count / most : 4 + 96 * Math.log(count) / Math.max(Math.log(most), 1);
    }
}
