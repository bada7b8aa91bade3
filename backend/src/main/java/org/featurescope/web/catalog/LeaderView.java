package org.featurescope.web.catalog;

import org.featurescope.web.common.Links;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Highlight} as templates show it.
 *
 * @param label null, like its address: it does not lead by a label
 * @param name of the feature
 * @param glimpse null: it has no example
 */
public record LeaderView(
        @Nullable String label,
        @Nullable String labelUrl,
        String name,
        String url,
        String value,
        Highlight.@Nullable Glimpse glimpse) {

    static LeaderView of(Highlight leader, String value, boolean withModel) {
        Highlight.Glimpse glimpse = leader.glimpse();
        String label = leader.label();
        String corpus = leader.corpus();
        return new LeaderView(
                label == null ? null : VisibleText.inLine(label),
                label == null || corpus == null ? null : Links.label(leader.model(), corpus + "/" + label),
                (withModel ? leader.model() + " " : "") + leader.source() + " " + leader.noun() + " " + leader.index(),
                leader.url(),
                value,
                glimpse == null
                        ? null
                        : new Highlight.Glimpse(
                                VisibleText.inLine(glimpse.before()),
                                VisibleText.inLine(glimpse.token()),
                                VisibleText.inLine(glimpse.after())));
    }
}
