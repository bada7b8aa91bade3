package org.featurescope.web.common;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a request to a controller's method costs its client, in pages; of a class, to all its methods. Without it: one. It is about how
 * much longer the server works for it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Cost {

    /** For who must be answered always, such as a load balancer. */
    int NOTHING = 0;

    int PAGE = 1;

    /** A list of a source or a label: it sorts numbers of all features. A drawn picture. */
    int LIST = 3;

    int SEARCH = 10;

    /** Many features in one answer, or a whole source. */
    int BULK = 40;

    int value();
}
