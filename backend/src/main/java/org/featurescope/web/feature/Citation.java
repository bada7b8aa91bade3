package org.featurescope.web.feature;

import java.time.ZoneOffset;

/** How to cite the page of a feature, as BibTeX. */
final class Citation {

    private Citation() {}

    /** @param address the whole address in this run */
    static String of(FeaturePage page, String address) {
        return """
                @misc{featurescope-%s-%s-%d-run%d,
                  title        = {%s, %s, feature %d: activating text and statistics},
                  howpublished = {\\url{%s}},
                  year         = {%d},
                  note         = {Featurescope %s, run %d over %s},
                }""".formatted(
                        page.model(),
                        page.source(),
                        page.index(),
                        page.run().id(),
                        escaped(page.model()),
                        escaped(page.source()),
                        page.index(),
                        address,
                        page.run().publishedAt().atZone(ZoneOffset.UTC).getYear(),
                        escaped(page.run().programVersion()),
                        page.run().id(),
                        escaped(page.run().readText()));
    }

    /** Characters that TeX takes for its own. */
    private static String escaped(String text) {
        return text.replaceAll("[\\\\{}~^]", "").replaceAll("([&%$#_])", "\\\\$1");
    }
}
