package org.featurescope.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.Neighbour;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.Label;
import org.featurescope.core.evidence.LabelCount;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.core.evidence.MaximaBins;
import org.featurescope.core.evidence.TokenLookup;
import org.featurescope.db.store.FeatureRow;

/**
 * Made-up evidence of every kind that a page shows: beside the examples at the top an example of each interval and label, labels with
 * their maxima, a token lookup, logit effects, neighbours.
 */
final class SyntheticPage {

    private static final int LABELS = 5;
    private static final int INTERVALS = 11;
    private static final int LISTED = 10;

    private SyntheticPage() {}

    static List<LabelCount> labels(int corpusKey) {
        return IntStream.range(0, LABELS)
                .mapToObj(label -> new LabelCount(new Label(corpusKey, "label " + label), 1_600, 200_000))
                .toList();
    }

    /** @param example gives another one each time */
    static FeatureEvidence evidence(FeatureEvidence top, Supplier<Example> example, Random random) {
        List<ExampleGroup> groups = new ArrayList<>(top.groups());
        float width = top.statistics().maximum() / INTERVALS;
        for (int i = 0; i < INTERVALS; i++) {
            float low = i * width;
            groups.add(new ExampleGroup(GroupKind.INTERVAL, i, low, low + width, 1_000, 100, List.of(example.get())));
        }
        for (int label = 0; label < LABELS; label++) {
            groups.add(new ExampleGroup(
                    GroupKind.LABEL, label, 0, Float.POSITIVE_INFINITY, 200_000, 1_600, List.of(example.get())));
        }
        TokenLookup lookup = new TokenLookup(
                random.nextDouble(),
                IntStream.range(0, LISTED)
                        .mapToObj(i -> new TokenLookup.Entry(SyntheticText.randomToken(random), 1.0 / (1 + i), 40))
                        .toList(),
                200_000,
                100_000);
        return new FeatureEvidence(top.index(), top.statistics(), top.histogram(), labels(random), groups, lookup);
    }

    private static List<LabelEvidence> labels(Random random) {
        return IntStream.range(0, LABELS)
                .mapToObj(label -> new LabelEvidence(
                        label,
                        new MaximaBins(
                                -4,
                                1_000,
                                50,
                                random.longs(MaximaBins.BINS, 0, 20).toArray()),
                        random.nextDouble()))
                .toList();
    }

    static FeatureRow withWeights(FeatureEvidence evidence, int features) {
        Random random = new Random(evidence.index());
        LogitEffects logits = new LogitEffects(
                effects(random, 1),
                effects(random, -1),
                new DyadicHistogram(-4, -32, random.longs(64, 0, 2_000).toArray()));
        return new FeatureRow(
                evidence,
                new FeatureWeights(
                        evidence.index(),
                        1.5,
                        0.75,
                        0.1,
                        logits,
                        neighbours(random, features),
                        neighbours(random, features)));
    }

    private static List<TokenEffect> effects(Random random, int sign) {
        return IntStream.range(0, LISTED)
                .mapToObj(i -> new TokenEffect(SyntheticText.randomToken(random), sign * (2 - 0.1f * i)))
                .toList();
    }

    private static List<Neighbour> neighbours(Random random, int features) {
        return IntStream.range(0, LISTED)
                .mapToObj(i -> new Neighbour(SyntheticRun.SOURCE, random.nextInt(features), 0.9f - 0.05f * i))
                .toList();
    }
}
