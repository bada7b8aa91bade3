package org.featurescope.db.store;

/**
 * One set of features at one hook point of the model.
 *
 * @param name its name in addresses, like {@code 3-mlp}
 * @param kind {@code mlp}
 * @param hookPoint TransformerLens name
 * @param features how many it has
 */
public record SourceRow(String name, String kind, int layer, String hookPoint, int features) {
    public SourceRow {
        Require.addressName(name, "source name");
        Require.atLeast(0, layer, "layer");
        Require.atLeast(1, features, "features");
    }
}
