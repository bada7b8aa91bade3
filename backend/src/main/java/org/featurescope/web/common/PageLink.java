package org.featurescope.web.common;

/** A name and where it leads, as a path from the root of the site. */
public record PageLink(String name, String url) {}
