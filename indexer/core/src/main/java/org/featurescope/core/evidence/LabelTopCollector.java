package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For each feature and each label, the strongest peaks above 0 in contexts of the label. Contexts without a label are left out:
 * that the corpus does not say is no sort of text.
 */
final class LabelTopCollector implements GroupCollector<LabelTopCollector> {

    private final int features;
    private final int k;
    /** By number of the label. */
    private final List<@Nullable PeakCollector> byLabel = new ArrayList<>();

    /** @param k at least 1 */
    LabelTopCollector(int features, int k) {
        this.features = features;
        this.k = k;
    }

    @Override
    public void accept(ContextTile tile, TileExamples examples) {
        if (tile.context().label().name() != null) {
            collector(tile.label).accept(tile.maximum, examples::maximumRow, examples);
        }
    }

    private PeakCollector collector(int label) {
        while (byLabel.size() <= label) {
            byLabel.add(null);
        }
        PeakCollector collector = byLabel.get(label);
        if (collector == null) {
            collector = new PeakCollector(features, 1, k);
            byLabel.set(label, collector);
        }
        return collector;
    }

    @Override
    public void merge(LabelTopCollector other, int[] labels) {
        for (int label = 0; label < other.byLabel.size(); label++) {
            PeakCollector collector = other.byLabel.get(label);
            if (collector != null) {
                collector(labels[label]).merge(collector);
            }
        }
    }

    /** Numbered as labels are in results. */
    @Override
    public List<ExampleGroup> groups(int feature, Known known) {
        Labels labels = known.labels();
        List<ExampleGroup> groups = new ArrayList<>();
        int[] sorted = labels.sorted();
        for (int number = 0; number < sorted.length; number++) {
            int label = sorted[number];
            PeakCollector collector = label < byLabel.size() ? byLabel.get(label) : null;
            List<Example> examples = collector == null ? List.of() : collector.examples(feature);
            if (!examples.isEmpty()) {
                groups.add(new ExampleGroup(
                        GroupKind.LABEL,
                        number,
                        0,
                        Float.POSITIVE_INFINITY,
                        labels.tokens(label),
                        labels.contexts(label),
                        examples));
            }
        }
        return groups;
    }

    @Override
    public void write(DataOutput out, ExampleWriter examples) throws IOException {
        out.writeInt(byLabel.size());
        for (PeakCollector collector : byLabel) {
            out.writeBoolean(collector != null);
            if (collector != null) {
                collector.write(out, examples);
            }
        }
    }

    @Override
    public void read(DataInput in, ExampleReader examples) throws IOException {
        int labels = EvidenceState.readCount(in, "labels", Integer.MAX_VALUE);
        for (int label = 0; label < labels; label++) {
            if (in.readBoolean()) {
                collector(label).read(in, examples);
            }
        }
    }
}
