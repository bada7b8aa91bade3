package org.featurescope.web.common;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Says of a map of all parameters which of them a method reads. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface QueryNames {

    /** A class with a constructor that takes nothing. */
    Class<? extends Names> value();

    /** Names of parameters. */
    interface Names {

        List<String> names();
    }
}
