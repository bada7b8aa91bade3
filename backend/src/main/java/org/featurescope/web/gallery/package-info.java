/**
 * Every part of the pages, made from fixtures, on one page for those who work on them. It is there with the Spring profile {@code
 * gallery} alone. Start at {@link org.featurescope.web.gallery.GalleryController}.
 */
@NullMarked
package org.featurescope.web.gallery;

import org.jspecify.annotations.NullMarked;
