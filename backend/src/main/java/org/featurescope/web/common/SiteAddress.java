package org.featurescope.web.common;

import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Where the site stands, as the client of the current request sees it; for what is read elsewhere: citations, the sitemap. */
public final class SiteAddress {

    private SiteAddress() {}

    /** @param path from the root of the site, like all of {@link Links} */
    public static String absolute(String path) {
        return ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString() + path;
    }
}
