package org.featurescope.web.common;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Where the site is, for those who read its addresses elsewhere: search engines, previews, frames. It is what
 * {@code FEATURESCOPE_URL} says, and without it the address that the request came to.
 */
@Component
public final class SiteAddress {

    private final String configured;

    SiteAddress(@Value("${featurescope.url:}") String configured) {
        this.configured = configured.replaceFirst("/+$", "");
    }

    /** @param path from the root of the site, such as {@link Links} makes them */
    public String of(String path) {
        return root() + path;
    }

    /** Without a slash at its end. */
    public String root() {
        return configured.isEmpty()
                ? ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString()
                : configured;
    }
}
