package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Decides which contexts become examples of the features of a range: a {@link GroupCollector} for each kind of group that the
 * source and the settings ask for. How each chooses stands in {@code docs/indexing.md}.
 */
final class ExampleCollector implements TileCollector<ExampleCollector> {

    private final TileExamples examples;
    /** In the order of their {@link GroupKind}. */
    private final List<GroupCollector<?>> groups = new ArrayList<>();

    /** @param tile the one that it will be shown */
    ExampleCollector(
            int firstFeature, ContextTile tile, SourceShape shape, EvidenceSettings settings, PeakText peakText) {
        examples = new TileExamples(firstFeature, tile, settings.seed(), peakText);
        int features = tile.features;
        groups.add(new TopCollector(features, settings.topK()));
        if (shape.signed()) {
            groups.add(new BottomCollector(features, settings.topK()));
        }
        if (settings.intervalSamples() > 0) {
            groups.add(new IntervalCollector(
                    firstFeature, features, settings.seed(), settings.intervals(), settings.intervalSamples()));
        }
        if (settings.randomSamples() > 0) {
            groups.add(new RandomCollector(firstFeature, features, settings.seed(), settings.randomSamples()));
        }
        if (settings.labelTopK() > 0) {
            groups.add(new LabelTopCollector(features, settings.labelTopK()));
        }
        if (shape.gated()) {
            groups.add(new SignCaseCollector(features, settings.topK()));
        }
    }

    @Override
    public void accept(ContextTile tile) {
        examples.next();
        for (GroupCollector<?> group : groups) {
            group.accept(tile, examples);
        }
    }

    @Override
    public void merge(ExampleCollector other, int[] labels) {
        for (int i = 0; i < groups.size(); i++) {
            merge(groups.get(i), other.groups.get(i), labels);
        }
    }

    @SuppressWarnings("unchecked") // of the same source and settings, so with the same collectors
    private static <C extends GroupCollector<C>> void merge(
            GroupCollector<C> group, GroupCollector<?> other, int[] labels) {
        group.merge((C) other, labels);
    }

    /** The groups of a feature that are not empty, in the order of {@link GroupKind} and number. */
    List<ExampleGroup> groups(int feature, GroupCollector.Known known) {
        return groups.stream()
                .flatMap(group -> group.groups(feature, known).stream())
                .filter(group -> !group.examples().isEmpty())
                .toList();
    }

    @Override
    public void write(DataOutput out) throws IOException {
        ExampleWriter writer = new ExampleWriter(out);
        for (GroupCollector<?> group : groups) {
            group.write(out, writer);
        }
    }

    /** The contexts of all that is kept: writing comes by each of them. */
    void forEachContext(LongConsumer contexts) {
        DataOutput nowhere = new DataOutputStream(OutputStream.nullOutputStream());
        ExampleWriter listing = new ExampleWriter(nowhere, contexts);
        try {
            for (GroupCollector<?> group : groups) {
                group.write(nowhere, listing);
            }
        } catch (IOException e) {
            throw new AssertionError("nothing is written", e);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        ExampleReader reader = new ExampleReader(in);
        for (GroupCollector<?> group : groups) {
            group.read(in, reader);
        }
    }
}
