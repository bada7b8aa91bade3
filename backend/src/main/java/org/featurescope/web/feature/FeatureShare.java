package org.featurescope.web.feature;

import java.util.Comparator;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Share;
import org.featurescope.web.common.SiteAddress;
import org.featurescope.web.common.Words;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/** What the page of a feature says of itself elsewhere. */
final class FeatureShare {

    private static final int PEAKS = 4;
    private static final int LABELS = 3;
    private static final double TELLING_AUC = 0.75;

    private FeatureShare() {}

    static Share of(FeaturePages.Shown shown, SiteAddress site) {
        FeaturePage page = shown.page();
        Place place = shown.place();
        String plain = Links.feature(page.model(), page.source(), page.index());
        OptionalInt run = OptionalInt.of(page.run().id());
        // The newest run has the plain address, older ones keep theirs.
        String canonical = site.of(place.isOutdated() ? Links.pinned(plain, run) : plain);
        String noun = place.source().featureNoun();
        return new Share(
                title(page, noun),
                description(shown),
                canonical,
                site.of(Links.pinned(Links.featureCard(page.model(), page.source(), page.index()), run)),
                Words.of("card.alt", noun, String.valueOf(page.index()), page.source(), page.model()),
                site.of(Links.oembed(canonical)));
    }

    static String title(FeaturePage page, String noun) {
        return "%s · %s · %s %d".formatted(page.model(), page.source(), noun, page.index());
    }

    /** What it peaks at, which labels it tells, how often it is active. */
    static String description(FeaturePages.Shown shown) {
        FeaturePage page = shown.page();
        StringJoiner text = new StringJoiner(" ");
        if (!shown.peaks().isEmpty()) {
            text.add(Words.of(
                    "share.peaks",
                    shown.peaks().stream()
                            .limit(PEAKS)
                            .map(peak -> "“" + VisibleText.inLine(peak.token()) + "”")
                            .collect(Collectors.joining(", "))));
        }
        String labels = labels(page);
        if (labels != null) {
            text.add(labels);
        }
        Long tokens = page.run().tokens();
        text.add(Words.of(
                tokens == null ? "share.density.unknown" : "share.density",
                Numbers.percent(page.statistics().density()),
                tokens == null ? "" : Numbers.count(tokens),
                Numbers.significant(page.statistics().max(), 4)));
        return text.add(shown.place().source().hookPointText() + ".").toString();
    }

    /** The labels that it tells best, as a sentence; null: none stands out. */
    static @Nullable String labels(FeaturePage page) {
        String labels = page.labels().stream()
                .filter(label -> label.auc() != null && label.auc() >= TELLING_AUC)
                .sorted(Comparator.comparingDouble(LabelFacts::distance).reversed())
                .limit(LABELS)
                .map(label ->
                        Words.of("share.label", label.name(), Numbers.fixed(label.auc() == null ? 0 : label.auc(), 3)))
                .collect(Collectors.joining(", "));
        return labels.isEmpty() ? null : Words.of("share.labels", labels);
    }
}
