package org.featurescope.pipeline.imports;

import org.jspecify.annotations.Nullable;

/** @param scores a JSON array, as it came */
record DumpExplanation(
        int feature,
        String description,
        @Nullable String method,
        @Nullable String explainer,
        @Nullable String scores,
        @Nullable String id) {}
