package org.featurescope.db.store;

/**
 * A language model.
 *
 * @param name its name in addresses: lower-case letters, digits, '.', '_', '-'
 * @param family {@code model_type} of its config.json
 * @param parameters number of its weights
 * @param weightsSha256 lower-case hexadecimal
 */
public record ModelRow(
        String name,
        String family,
        int layers,
        int dModel,
        int dMlp,
        int heads,
        int vocabularySize,
        long parameters,
        String weightsSha256) {

    public ModelRow {
        Require.addressName(name, "model name");
        Require.atLeast(1, layers, "layers");
        Require.atLeast(1, dModel, "dModel");
        Require.atLeast(1, dMlp, "dMlp");
        Require.atLeast(1, heads, "heads");
        Require.atLeast(1, vocabularySize, "vocabularySize");
        Require.atLeast(1, parameters, "parameters");
        Require.sha256(weightsSha256, "weightsSha256");
    }
}
