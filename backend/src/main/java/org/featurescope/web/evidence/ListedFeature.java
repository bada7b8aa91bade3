package org.featurescope.web.evidence;

import java.util.List;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.text.ContextText;
import org.jspecify.annotations.Nullable;

/**
 * A feature as lists show it.
 *
 * @param raised the tokens whose logit it raises most, the most raised first; empty: it does not write into the residual stream,
 *     or the run did not look
 * @param top its strongest example; null: no token activates it above 0
 */
public record ListedFeature(
        Place place,
        FeatureFacts facts,
        List<Raised> raised,
        @Nullable Top top) {

    /**
     * @param token its text
     * @param effect change of its logit for one unit of activation
     */
    public record Raised(int tokenId, String token, float effect) {}

    /** @param document the document's own id */
    public record Top(ContextText text, int peakPosition, float peak, String document) {}
}
