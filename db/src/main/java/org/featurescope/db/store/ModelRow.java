package org.featurescope.db.store;

import org.jspecify.annotations.Nullable;

/**
 * A language model. Of one that is known from imported files alone, all but its name is null.
 *
 * @param name its name in addresses: lower-case letters, digits, '.', '_', '-'
 * @param family {@code model_type} of its config.json
 * @param parameters number of its weights
 * @param weightsSha256 lower-case hexadecimal
 */
public record ModelRow(
        String name,
        @Nullable String family,
        @Nullable Integer layers,
        @Nullable Integer dModel,
        @Nullable Integer dMlp,
        @Nullable Integer heads,
        @Nullable Integer vocabularySize,
        @Nullable Long parameters,
        @Nullable String weightsSha256) {

    public ModelRow {
        Require.addressName(name, "model name");
    }

    /** A model whose weights are known. */
    public ModelRow(
            String name,
            String family,
            int layers,
            int dModel,
            int dMlp,
            int heads,
            int vocabularySize,
            long parameters,
            String weightsSha256) {
        this(
                name,
                family,
                (Integer) layers,
                (Integer) dModel,
                (Integer) dMlp,
                (Integer) heads,
                (Integer) vocabularySize,
                (Long) parameters,
                weightsSha256);
        Require.atLeast(1, layers, "layers");
        Require.atLeast(1, dModel, "dModel");
        Require.atLeast(1, dMlp, "dMlp");
        Require.atLeast(1, heads, "heads");
        Require.atLeast(1, vocabularySize, "vocabularySize");
        Require.atLeast(1, parameters, "parameters");
        Require.sha256(weightsSha256, "weightsSha256");
    }

    /** A model of which an imported file says nothing but its name. */
    public static ModelRow named(String name) {
        return new ModelRow(name, null, null, null, null, null, null, null, null);
    }
}
