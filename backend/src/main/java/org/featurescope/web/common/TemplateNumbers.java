package org.featurescope.web.common;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every template the number formats, under the name {@code n}. */
@ControllerAdvice
final class TemplateNumbers {

    @ModelAttribute("n")
    Numbers numbers() {
        return new Numbers();
    }
}
