package org.featurescope.web.catalog;

import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Share;
import org.featurescope.web.common.SiteAddress;

/** What the start page, and the pages of models and runs say of themselves to those who link to them. */
final class CatalogShare {

    private CatalogShare() {}

    static Share of(HomePage page, SiteAddress site) {
        long features =
                page.models().stream().mapToLong(HomePage.Card::features).sum();
        String indexed = page.models().isEmpty()
                ? "Nothing is indexed here yet."
                : "%s features of %d %s."
                        .formatted(
                                Numbers.count(features),
                                page.models().size(),
                                page.models().size() == 1 ? "model" : "models");
        return text(
                "Featurescope",
                "What is inside language models: for every neuron and every SAE latent the text that activates it. "
                        + indexed,
                site.of(Links.home()));
    }

    static Share of(ModelPage page, SiteAddress site) {
        long features =
                page.sources().stream().mapToLong(ModelPage.Source::features).sum();
        String about = page.family() == null
                ? "known from imported files"
                : "%s, %s parameters, %d layers"
                        .formatted(page.family(), Numbers.shortCount(page.parameters()), page.layers());
        return text(
                page.model(),
                "%s: %s. %s features in %d sources, each with the text that activates it."
                        .formatted(
                                page.model(),
                                about,
                                Numbers.count(features),
                                page.sources().size()),
                site.of(page.url()));
    }

    static Share of(RunPage page, SiteAddress site) {
        return text(
                "Run %d of %s".formatted(page.run().id(), page.model()),
                "%s features of %s over %s: what was read and kept, how samples are drawn, how to cite it."
                        .formatted(
                                Numbers.count(page.features()),
                                page.model(),
                                page.run().readText()),
                site.of(page.url()));
    }

    private static Share text(String title, String description, String canonical) {
        return new Share(title, description, canonical, null, null, null);
    }
}
