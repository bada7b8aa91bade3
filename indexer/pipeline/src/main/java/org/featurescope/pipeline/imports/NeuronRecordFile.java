package org.featurescope.pipeline.imports;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.db.store.FeatureFigures;
import tools.jackson.databind.JsonNode;

/**
 * A {@code NeuronRecord} as OpenAI's neuron-explainer writes it: one MLP neuron a file, with its most positive contexts, samples by
 * quantile and at random, and moments. It does not name its model.
 */
final class NeuronRecordFile implements DumpFile {

    private final Path path;
    private final String model;

    NeuronRecordFile(Path path, String model) {
        this.path = path;
        this.model = model;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public void read(InputStream bytes, DumpRecords records) {
        DumpJson.readObject(path, bytes, records, row -> read(row, records));
    }

    private void read(Fields row, DumpRecords records) {
        Fields id = row.object("neuron_id");
        int index = id.index("neuron_index");
        DumpSource source = DumpSource.neurons(model, id.index("layer_index"));
        List<DumpActivation> activations = new ArrayList<>();
        List<JsonNode> top = row.list("most_positive_activation_records");
        add(activations, index, top, GroupKind.TOP, 0, Float.POSITIVE_INFINITY);
        addQuantiles(activations, index, row);
        add(
                activations,
                index,
                row.list("random_sample"),
                GroupKind.RANDOM,
                Float.NEGATIVE_INFINITY,
                Float.POSITIVE_INFINITY);
        DumpFeature feature = feature(index, row, activations);
        records.source(source);
        records.feature(source, feature);
        activations.forEach(activation -> records.activation(source, activation));
    }

    private static DumpFeature feature(int index, Fields row, List<DumpActivation> activations) {
        Double variance = row.wide("variance");
        if (variance != null && variance < 0) {
            throw new BrokenRecordException("field \"variance\" must be >= 0, found " + variance);
        }
        Float maximum = activations.stream()
                .filter(activation -> activation.kind() == GroupKind.TOP)
                .map(activation -> activation.values()[activation.peak()])
                .max(Float::compare)
                .orElse(null);
        return new DumpFeature(
                index,
                new FeatureFigures(
                        null,
                        null,
                        null,
                        maximum,
                        null,
                        row.wide("mean"),
                        variance == null ? null : (Double) Math.sqrt(variance),
                        row.wide("skewness"),
                        row.wide("kurtosis"),
                        null,
                        null),
                List.of(),
                List.of(),
                List.of());
    }

    /** Quantile i lies between the boundaries i and i + 1; null is no bound. */
    private void addQuantiles(List<DumpActivation> activations, int index, Fields row) {
        List<JsonNode> quantiles = row.list("random_sample_by_quantile");
        List<JsonNode> bounds = row.list("quantile_boundaries");
        if (!quantiles.isEmpty() && bounds.size() != quantiles.size() + 1) {
            throw new BrokenRecordException("field \"quantile_boundaries\" must have one more than the "
                    + quantiles.size() + " quantiles, found " + bounds.size());
        }
        for (int i = 0; i < quantiles.size(); i++) {
            if (!quantiles.get(i).isArray()) {
                throw Fields.wrong("random_sample_by_quantile[" + i + "]", "a list", quantiles.get(i));
            }
            List<JsonNode> sample = new ArrayList<>();
            quantiles.get(i).forEach(sample::add);
            add(
                    activations,
                    index,
                    sample,
                    GroupKind.INTERVAL,
                    bound(bounds.get(i), Float.NEGATIVE_INFINITY),
                    bound(bounds.get(i + 1), Float.POSITIVE_INFINITY));
        }
    }

    private static float bound(JsonNode bound, float none) {
        if (bound.isNull()) {
            return none;
        }
        if (!bound.isNumber() || !Float.isFinite(bound.floatValue())) {
            throw Fields.wrong("quantile_boundaries", "a list of numbers", bound);
        }
        return bound.floatValue();
    }

    private void add(
            List<DumpActivation> activations,
            int index,
            List<JsonNode> records,
            GroupKind kind,
            float low,
            float high) {
        for (JsonNode record : records) {
            Fields row = Fields.of(record);
            float[] values = row.numbers("activations");
            List<String> tokens = row.requireContext("tokens", row.texts("tokens"), "activations", values);
            activations.add(new DumpActivation(
                    index,
                    kind,
                    low,
                    high,
                    Double.NaN,
                    tokens,
                    values,
                    DumpActivation.largest(values),
                    path.getFileName() + ", record " + activations.size()));
        }
    }
}
