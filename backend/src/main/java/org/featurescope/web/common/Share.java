package org.featurescope.web.common;

import org.jspecify.annotations.Nullable;

/**
 * What a page says of itself to search engines and to sites that show a preview of a link. Templates find it as {@code share}.
 *
 * @param description a sentence or two
 * @param canonical the whole address of the page, without what only changes its look
 * @param image the whole address of a picture, 1200 by 630; null: none
 * @param imageText what the picture shows
 * @param oembed the whole address of the page's oEmbed answer; null: none
 */
public record Share(
        String title,
        String description,
        String canonical,
        @Nullable String image,
        @Nullable String imageText,
        @Nullable String oembed) {}
