package org.featurescope.web.catalog;

import java.util.Objects;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;

/**
 * One set of features at one hook point of a model.
 *
 * @param kind {@code mlp}: neurons; {@code hook}: dimensions of another hook point; {@code sae}, {@code transcoder}: latents
 * @param layer null for a hook point of no layer
 * @param hookPoint null: the file that it was imported from does not say
 * @param sae null unless it is an SAE or a transcoder
 */
public record SourceFacts(
        String model,
        String name,
        String kind,
        @Nullable Integer layer,
        @Nullable String hookPoint,
        int features,
        @Nullable SaeFacts sae) {

    static SourceFacts of(SourceEntity source) {
        return new SourceFacts(
                source.model.name,
                source.name,
                source.kind,
                source.layer,
                source.hookPoint,
                source.features,
                source.sae == null ? null : SaeFacts.of(source.sae));
    }

    /** What one of its features is called. */
    public String featureNoun() {
        return featureNoun(kind);
    }

    public String featureNouns() {
        return featureNouns(kind);
    }

    static String featureNoun(String kind) {
        return Words.of(nounKey(kind));
    }

    /** What several features of a kind of source are called. */
    public static String featureNouns(String kind) {
        return Words.of(nounKey(kind) + ".many");
    }

    private static String nounKey(String kind) {
        return switch (kind) {
            case "mlp" -> "noun.mlp";
            case "hook" -> "noun.hook";
            default -> "noun.sae";
        };
    }

    /** Whether another source is the same hook point one layer below or above. SAEs number their latents each in their own way. */
    boolean isNextTo(SourceFacts other) {
        return hookPoint != null
                && !isSae()
                && !other.isSae()
                && layer != null
                && other.layer != null
                && Math.abs(layer - other.layer) == 1
                && Objects.equals(site(), other.site());
    }

    /** Its hook point, or in words that it is not known. */
    public String hookPointText() {
        return hookPoint == null ? Words.of("import.hook") : hookPoint;
    }

    /** Whether its features are latents. */
    public boolean isSae() {
        return kind.equals("sae") || kind.equals("transcoder");
    }

    private @Nullable String site() {
        return hookPoint == null ? null : hookPoint.replaceFirst("^blocks\\.\\d+\\.", "");
    }
}
