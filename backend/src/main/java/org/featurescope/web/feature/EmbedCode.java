package org.featurescope.web.feature;

import java.util.OptionalInt;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.SiteAddress;

/** The HTML with which a page of another site shows a feature. */
final class EmbedCode {

    static final int WIDTH = 720;
    static final int HEIGHT = 400;

    private EmbedCode() {}

    static String of(FeaturePage page, SiteAddress site) {
        return of(page, site, WIDTH, HEIGHT);
    }

    static String of(FeaturePage page, SiteAddress site, int width, int height) {
        String address = site.of(Links.pinned(
                Links.featureEmbed(page.model(), page.source(), page.index()),
                OptionalInt.of(page.run().id())));
        return "<iframe src=\"%s\" width=\"%d\" height=\"%d\" title=\"%s %s %d\" loading=\"lazy\"></iframe>"
                .formatted(address, width, height, page.model(), page.source(), page.index());
    }
}
