package org.featurescope.db.store;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One set of features at one hook point of the model.
 *
 * @param name its name in addresses, like {@code 3-mlp}
 * @param kind {@code mlp}: neurons; {@code hook}: dimensions of another hook point; {@code sae}, {@code transcoder}: latents
 * @param layer null for a hook point of no layer
 * @param hookPoint TransformerLens name of where it is read; null: the file that it was imported from does not say
 * @param features how many it has
 * @param sae null unless it is an SAE or a transcoder; of an imported one its facts are not known either
 */
public record SourceRow(
        String name,
        String kind,
        @Nullable Integer layer,
        @Nullable String hookPoint,
        int features,
        @Nullable SaeRow sae) {

    private static final Set<String> KINDS = new TreeSet<>(Set.of("mlp", "hook", "sae", "transcoder"));

    public SourceRow {
        Require.addressName(name, "source name");
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("kind must be one of " + KINDS + ", got '" + kind + "'");
        }
        if (sae != null && !isSae(kind)) {
            throw new IllegalArgumentException("source '" + name + "' of kind " + kind + " must not be an SAE");
        }
        if (layer != null) {
            Require.atLeast(0, layer, "layer");
        }
        Require.atLeast(1, features, "features");
    }

    /** A source that is no SAE, or one of which no facts are known. */
    public SourceRow(String name, String kind, @Nullable Integer layer, @Nullable String hookPoint, int features) {
        this(name, kind, layer, hookPoint, features, null);
    }

    private static boolean isSae(String kind) {
        return kind.equals("sae") || kind.equals("transcoder");
    }

    /** What it is, in words: two sources of a model with the same name and identity have the same features. */
    public String identity() {
        String what = kind + " of " + features + " features at "
                + (hookPoint == null ? "a hook point that is not known" : hookPoint);
        if (sae == null) {
            return isSae(kind) ? what + ", imported" : what;
        }
        return what + ", sha256 " + sae.sha256() + (sae.options().isEmpty() ? "" : ", " + sae.options());
    }
}
