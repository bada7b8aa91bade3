/**
 * What machines that read the site ask for first: the sitemap, in parts of at most 50,000 addresses as
 * <a href="https://www.sitemaps.org/protocol.html">its protocol</a> wants them, and robots.txt.
 */
@NullMarked
package org.featurescope.web.sitemap;

import org.jspecify.annotations.NullMarked;
