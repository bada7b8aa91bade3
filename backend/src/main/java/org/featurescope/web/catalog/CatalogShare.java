package org.featurescope.web.catalog;

import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Share;
import org.featurescope.web.common.SiteAddress;
import org.featurescope.web.common.Words;

/** What the start page, and the pages of models and runs say of themselves to those who link to them. */
final class CatalogShare {

    private CatalogShare() {}

    static Share of(HomePage page, SiteAddress site) {
        long features =
                page.models().stream().mapToLong(HomePage.Card::features).sum();
        int models = page.models().size();
        String key = models == 0 ? "home.share.empty" : models == 1 ? "home.share.one" : "home.share.many";
        String indexed = Words.of(key, Numbers.count(features), Numbers.count(models));
        return text("Featurescope", Words.of("home.share") + " " + indexed, site.of(Links.home()));
    }

    static Share of(ModelPage page, SiteAddress site) {
        long features =
                page.sources().stream().mapToLong(ModelPage.Source::features).sum();
        return text(
                page.model(),
                page.family() == null || page.layers() == null
                        ? Words.of(
                                "model.share.import",
                                page.model(),
                                Numbers.count(features),
                                Numbers.count(page.sources().size()))
                        : Words.of(
                                "model.share",
                                page.model(),
                                page.family(),
                                Numbers.shortCount(page.parameters()),
                                Numbers.count(page.layers()),
                                Numbers.count(features),
                                Numbers.count(page.sources().size())),
                site.of(page.url()));
    }

    static Share of(RunPage page, SiteAddress site) {
        return text(
                Words.of("run.share.title", String.valueOf(page.run().id()), page.model()),
                Words.of(
                        "run.share",
                        Numbers.count(page.features()),
                        page.model(),
                        page.run().readText()),
                site.of(page.url()));
    }

    private static Share text(String title, String description, String canonical) {
        return new Share(title, description, canonical, null, null, null);
    }
}
