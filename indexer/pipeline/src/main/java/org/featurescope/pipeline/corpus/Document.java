package org.featurescope.pipeline.corpus;

import org.jspecify.annotations.Nullable;

/**
 * One document of a corpus.
 *
 * @param id its own, else file name and line number
 * @param label what a reader would sort it under: a language, a genre
 * @param source where the text comes from
 */
public record Document(
        String id,
        String text,
        @Nullable String title,
        @Nullable String label,
        @Nullable String source,
        @Nullable String licence) {}
