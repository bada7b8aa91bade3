package org.featurescope.db.store;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person or a program says a feature means.
 *
 * @param feature its index in the source
 * @param language the text search configuration of PostgreSQL by which its words are stemmed, such as {@code english};
 *     {@code simple} for text of no known language
 * @param method how it was found; Neuronpedia's {@code typeName}
 * @param explainer the model or person that wrote it; Neuronpedia's {@code explanationModelName}
 * @param origin where we have it from, in words
 * @param scores a JSON array of objects, as they came
 * @param publicId what addresses name it by: at most 64 letters, digits, '_' and '-'; null: one is made
 */
public record ExplanationRow(
        int feature,
        String description,
        String language,
        @Nullable String method,
        @Nullable String explainer,
        String origin,
        @Nullable String scores,
        @Nullable String publicId) {

    /** In characters, as PostgreSQL counts them. */
    public static final int LONGEST = 20_000;

    private static final Pattern PUBLIC_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public ExplanationRow {
        Require.atLeast(0, feature, "the feature of an explanation");
        int length = description.codePointCount(0, description.length());
        if (length == 0 || length > LONGEST) {
            throw new IllegalArgumentException("an explanation must have 1 to " + LONGEST
                    + " characters, that of feature " + feature + " has " + length);
        }
        if (publicId != null && !PUBLIC_ID.matcher(publicId).matches()) {
            throw new IllegalArgumentException(
                    "the id of an explanation must be 1 to 64 letters, digits, '_' or '-', got '" + publicId + "'");
        }
    }
}
