package org.featurescope.pipeline.imports;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.Neighbour;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.db.format.Bars;
import org.featurescope.db.format.StoredEvidence;
import org.featurescope.db.store.FeatureFigures;
import org.featurescope.db.store.FeatureRow;
import org.jspecify.annotations.Nullable;

/** What the files of a staging folder hold of one feature: records in the order in which they were read. */
final class StagedFeature {

    private static final byte FEATURE = 1;
    private static final byte ACTIVATION = 2;
    private static final byte EXPLANATION = 3;

    private static final FeatureFigures UNKNOWN =
            new FeatureFigures(null, null, null, null, null, null, null, null, null, null, null);

    /** An example with its group; several are one group if kind and bounds are the same. */
    private record Activation(
            GroupKind kind, float low, float high, double share, int context, int peak, float value, byte[] packed) {}

    private final int index;
    private FeatureFigures figures = UNKNOWN;
    private List<TokenEffect> raised = List.of();
    private List<TokenEffect> lowered = List.of();
    private List<DumpFeature.Near> similar = List.of();
    private final List<Activation> activations = new ArrayList<>();
    private final List<DumpExplanation> explanations = new ArrayList<>();

    private StagedFeature(int index) {
        this.index = index;
    }

    /** Whether it is more than an explanation. */
    boolean hasEvidence() {
        return figures != UNKNOWN || !activations.isEmpty();
    }

    int index() {
        return index;
    }

    List<DumpExplanation> explanations() {
        return explanations;
    }

    static void write(DataOutputStream out, DumpFeature feature, Function<List<DumpFeature.Effect>, int[]> tokenIds)
            throws IOException {
        out.writeByte(FEATURE);
        out.writeInt(feature.index());
        FeatureFigures figures = feature.figures();
        writeNumber(out, figures.density());
        writeNumber(out, figures.maximum());
        writeNumber(out, figures.minimum());
        writeNumber(out, figures.mean());
        writeNumber(out, figures.standardDeviation());
        writeNumber(out, figures.skewness());
        writeNumber(out, figures.kurtosis());
        Bars bars = figures.bars();
        SpoolFile.writeBytes(out, bars == null ? new byte[0] : bars.encode());
        writeEffects(out, feature.raised(), tokenIds);
        writeEffects(out, feature.lowered(), tokenIds);
        out.writeInt(feature.similar().size());
        for (DumpFeature.Near near : feature.similar()) {
            out.writeInt(near.index());
            out.writeFloat(near.cosine());
        }
    }

    /** NaN stands for what is not known. */
    private static void writeNumber(DataOutputStream out, @Nullable Number value) throws IOException {
        out.writeDouble(value == null ? Double.NaN : value.doubleValue());
    }

    private static @Nullable Double readNumber(DataInputStream in) throws IOException {
        double value = in.readDouble();
        return Double.isNaN(value) ? null : (Double) value;
    }

    private static @Nullable Float narrowed(@Nullable Double value) {
        return value == null ? null : (Float) value.floatValue();
    }

    private static void writeEffects(
            DataOutputStream out, List<DumpFeature.Effect> effects, Function<List<DumpFeature.Effect>, int[]> tokenIds)
            throws IOException {
        int[] ids = tokenIds.apply(effects);
        out.writeInt(ids.length);
        for (int i = 0; i < ids.length; i++) {
            out.writeInt(ids[i]);
            out.writeFloat(effects.get(i).value());
        }
    }

    private static List<TokenEffect> readEffects(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<TokenEffect> effects = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            effects.add(new TokenEffect(in.readInt(), in.readFloat()));
        }
        return effects;
    }

    static void write(DataOutputStream out, DumpActivation activation, int context, byte[] packed) throws IOException {
        out.writeByte(ACTIVATION);
        out.writeInt(activation.feature());
        out.writeByte(activation.kind().code());
        out.writeFloat(activation.low());
        out.writeFloat(activation.high());
        out.writeDouble(activation.share());
        out.writeInt(context);
        out.writeInt(activation.peak());
        out.writeFloat(activation.values()[activation.peak()]);
        SpoolFile.writeBytes(out, packed);
    }

    static void write(DataOutputStream out, DumpExplanation explanation) throws IOException {
        out.writeByte(EXPLANATION);
        out.writeInt(explanation.feature());
        SpoolFile.writeText(out, explanation.description());
        SpoolFile.writeText(out, explanation.method());
        SpoolFile.writeText(out, explanation.explainer());
        SpoolFile.writeText(out, explanation.scores());
        SpoolFile.writeText(out, explanation.id());
    }

    /** The next record, added to its feature. @return the feature */
    static StagedFeature read(DataInputStream in, Map<Integer, StagedFeature> features) throws IOException {
        byte type = in.readByte();
        StagedFeature feature = features.computeIfAbsent(in.readInt(), StagedFeature::new);
        switch (type) {
            case FEATURE -> feature.readFeature(in);
            case ACTIVATION -> feature.readActivation(in);
            case EXPLANATION -> feature.readExplanation(in);
            default -> throw new IllegalStateException("no record of type " + type);
        }
        return feature;
    }

    private void readFeature(DataInputStream in) throws IOException {
        Double density = readNumber(in);
        Float maximum = narrowed(readNumber(in));
        Float minimum = narrowed(readNumber(in));
        Double mean = readNumber(in);
        Double standardDeviation = readNumber(in);
        Double skewness = readNumber(in);
        Double kurtosis = readNumber(in);
        byte[] bars = SpoolFile.readBytes(in);
        figures = new FeatureFigures(
                density,
                null,
                null,
                maximum,
                minimum,
                mean,
                standardDeviation,
                skewness,
                kurtosis,
                null,
                bars.length == 0 ? null : Bars.decode(bars));
        raised = readEffects(in);
        lowered = readEffects(in);
        int count = in.readInt();
        similar = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            similar.add(new DumpFeature.Near(in.readInt(), in.readFloat()));
        }
    }

    private void readActivation(DataInputStream in) throws IOException {
        activations.add(new Activation(
                GroupKind.ofCode(in.readByte()),
                in.readFloat(),
                in.readFloat(),
                in.readDouble(),
                in.readInt(),
                in.readInt(),
                in.readFloat(),
                SpoolFile.readBytes(in)));
    }

    private void readExplanation(DataInputStream in) throws IOException {
        explanations.add(new DumpExplanation(
                index,
                String.valueOf(SpoolFile.readText(in)),
                SpoolFile.readText(in),
                SpoolFile.readText(in),
                SpoolFile.readText(in),
                SpoolFile.readText(in)));
    }

    /**
     * @param source its name
     * @param contextId of a context, by its number
     * @param tokens that were read, by which shares of tokens become numbers; null: not known
     */
    FeatureRow row(String source, Function<Integer, Long> contextId, @Nullable Long tokens) {
        List<ExampleGroup> groups = groups(contextId, tokens);
        LogitEffects logits = raised.isEmpty() && lowered.isEmpty() ? null : new LogitEffects(raised, lowered, null);
        FeatureWeights weights = logits == null && similar.isEmpty()
                ? null
                : new FeatureWeights(
                        index,
                        null,
                        null,
                        null,
                        logits,
                        similar.stream()
                                .map(near -> new Neighbour(source, near.index(), near.cosine()))
                                .toList(),
                        List.of());
        return new FeatureRow(index, withMaximum(), new StoredEvidence(groups, List.of(), null, weights));
    }

    /** Where no file says the maximum, it is the largest activation at the top, which is what the top is. */
    private FeatureFigures withMaximum() {
        Float largest = activations.stream()
                .filter(activation -> activation.kind == GroupKind.TOP)
                .map(Activation::value)
                .max(Float::compare)
                .orElse(null);
        return figures.maximum() != null || largest == null
                ? figures
                : new FeatureFigures(
                        figures.density(),
                        null,
                        null,
                        largest,
                        figures.minimum(),
                        figures.mean(),
                        figures.standardDeviation(),
                        figures.skewness(),
                        figures.kurtosis(),
                        null,
                        figures.bars());
    }

    private List<ExampleGroup> groups(Function<Integer, Long> contextId, @Nullable Long tokens) {
        Comparator<Activation> order = Comparator.comparing(Activation::kind)
                .thenComparing(Activation::low)
                .thenComparing(Activation::high);
        Map<Activation, List<Activation>> byGroup = new TreeMap<>(order);
        activations.forEach(each ->
                byGroup.computeIfAbsent(each, first -> new ArrayList<>()).add(each));
        List<ExampleGroup> groups = new ArrayList<>();
        int intervals = 0;
        for (Map.Entry<Activation, List<Activation>> group : byGroup.entrySet()) {
            Activation first = group.getKey();
            List<Example> examples = examples(group.getValue(), contextId);
            int number = first.kind == GroupKind.INTERVAL ? intervals++ : 0;
            if (!examples.isEmpty()) {
                long count = tokens == null || Double.isNaN(first.share) ? 0 : Math.round(first.share * tokens);
                groups.add(new ExampleGroup(first.kind, number, first.low, first.high, count, 0, examples));
            }
        }
        return groups;
    }

    /** Each context once; at the top the strongest first, and none that is not above 0. */
    private static List<Example> examples(List<Activation> group, Function<Integer, Long> contextId) {
        List<Activation> ordered = new ArrayList<>(group);
        boolean top = group.get(0).kind == GroupKind.TOP;
        if (top) {
            ordered.removeIf(activation -> !(activation.value > 0));
            ordered.sort(Comparator.comparing(Activation::value).reversed().thenComparing(Activation::context));
        }
        Set<Integer> contexts = new HashSet<>();
        return ordered.stream()
                .filter(activation -> contexts.add(activation.context))
                .map(each -> new Example(contextId.apply(each.context), each.peak, each.value, each.packed))
                .toList();
    }
}
