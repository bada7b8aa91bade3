package org.featurescope.pipeline.imports;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.db.store.FeatureFigures;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A feature as viewers of attribution graphs read it, one a file: {@code features/SCAN/NUMBER.json}.
 *
 * <p>Fields: safety-research/circuit-tracer at d797c82, {@code circuit_tracer/frontend/feature_models.py}; what they mean: its
 * {@code assets/feature_examples} and {@code render-act-histogram.js}. How NUMBER holds layer and index: hijohnnylin/neuronpedia at 2a614bc,
 * {@code app/[modelId]/graph/utils.ts}: Cantor's pairing, and in graphs before that the layer before five digits of the index.
 */
final class CircuitTracerFile implements DumpFile {

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,15})\\.json(?:\\.gz)?");
    private static final Pattern TOP = Pattern.compile("top( activations?)?");
    private static final Pattern BYTES = Pattern.compile("(?:\\\\x[0-9a-f]{2})+");
    private static final int INDEXES_BEFORE_PAIRING = 100_000;

    private final Path path;
    private final String model;

    CircuitTracerFile(Path path, String model) {
        this.path = path;
        this.model = model;
    }

    /** Where a feature stands. */
    record Place(long layer, long index) {

        /** The inverse of Cantor's pairing (l + i)(l + i + 1)/2 + i. */
        static Place ofPair(long number) {
            long diagonal = (long) ((Math.sqrt(8.0 * number + 1) - 1) / 2);
            while (diagonal * (diagonal + 1) / 2 > number) { // the root is rounded
                diagonal--;
            }
            while ((diagonal + 1) * (diagonal + 2) / 2 <= number) {
                diagonal++;
            }
            long index = number - diagonal * (diagonal + 1) / 2;
            return new Place(diagonal - index, index);
        }
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
        Place place = place(row);
        DumpSource source = DumpSource.named(model, place.layer + "-transcoder");
        int index = Math.toIntExact(place.index);
        List<DumpActivation> activations = new ArrayList<>();
        for (JsonNode quantile : row.list("examples_quantiles")) {
            addQuantile(activations, index, Fields.of(quantile));
        }
        FeatureFigures figures = new FeatureFigures(
                row.share("activation_frequency"), null, null, null, null, null, null, null, null, null, null);
        DumpFeature feature =
                new DumpFeature(index, figures, effects(row, "top_logits"), effects(row, "bottom_logits"), List.of());
        records.source(source);
        records.feature(source, feature);
        activations.forEach(activation -> records.activation(source, activation));
    }

    /** By its fields, else by the name of the file. */
    private Place place(Fields row) {
        String name = row.find("index") == null ? "feature" : "index";
        Integer index = row.find(name) == null ? null : (Integer) row.index(name);
        if (row.find("layer") != null && index != null) {
            return new Place(row.index("layer"), index);
        }
        Matcher file = NUMBER.matcher(Objects.requireNonNull(path.getFileName()).toString());
        if (!file.matches()) {
            throw new BrokenRecordException(
                    "does not say its layer: it needs the fields \"layer\" and \"index\", or a number"
                            + " as the file's name, which pairs the two");
        }
        long number = Long.parseLong(file.group(1));
        Place paired = Place.ofPair(number);
        if (index == null || index == paired.index || index == number) {
            return paired;
        }
        Place digits = new Place(number / INDEXES_BEFORE_PAIRING, number % INDEXES_BEFORE_PAIRING);
        if (index == digits.index) {
            return digits;
        }
        throw new BrokenRecordException("field \"" + name + "\" must be " + paired.index + " or " + digits.index
                + ", as the file's name says, found " + index);
    }

    /** Names of tokens alone say no numbers; pairs of name and number do. */
    private static List<DumpFeature.Effect> effects(Fields row, String name) {
        List<DumpFeature.Effect> effects = new ArrayList<>();
        for (JsonNode effect : row.list(name)) {
            if (effect.isString()) {
                return List.of();
            }
            if (!effect.isArray()
                    || effect.size() != 2
                    || !effect.get(0).isString()
                    || !effect.get(1).isNumber()
                    || !Float.isFinite(effect.get(1).floatValue())) {
                throw Fields.wrong(name, "a list of tokens, or of pairs of a token and a number", effect);
            }
            effects.add(new DumpFeature.Effect(
                    token(effect.get(0).stringValue()), effect.get(1).floatValue()));
        }
        return effects;
    }

    /** Their viewer joins bytes that are spelled {@code \xe2}. */
    private static String token(String token) {
        return BYTES.matcher(token).matches()
                ? token.toUpperCase(Locale.ROOT).replaceAll("\\\\X(..)", "<0x$1>")
                : token;
    }

    /** Other quantiles than that at the top have names, and no bounds: they are between the peaks of their examples. */
    private void addQuantile(List<DumpActivation> activations, int feature, Fields quantile) {
        String name = quantile.text("quantile_name").strip().toLowerCase(Locale.ROOT);
        boolean top = TOP.matcher(name).matches();
        List<Sample> samples = quantile.list("examples").stream()
                .map(each -> Sample.of(Fields.of(each), top))
                .toList();
        GroupKind kind = top ? GroupKind.TOP : name.startsWith("random") ? GroupKind.RANDOM : GroupKind.INTERVAL;
        boolean bounded = kind == GroupKind.INTERVAL;
        float low = bounded
                ? samples.stream().map(Sample::value).min(Float::compare).orElse(0f)
                : none(top, true);
        float high = bounded
                ? samples.stream().map(Sample::value).max(Float::compare).orElse(0f)
                : none(top, false);
        for (Sample sample : samples) {
            activations.add(new DumpActivation(
                    feature,
                    kind,
                    low,
                    high,
                    Double.NaN,
                    sample.tokens,
                    sample.values,
                    sample.peak,
                    path.getFileName() + ", example " + activations.size()));
        }
    }

    private static float none(boolean top, boolean low) {
        return !low ? Float.POSITIVE_INFINITY : top ? 0 : Float.NEGATIVE_INFINITY;
    }

    private record Sample(List<String> tokens, float[] values, int peak) {

        static Sample of(Fields row, boolean top) {
            float[] values = row.numbers("tokens_acts_list");
            List<String> tokens = row.requireContext(
                    "tokens",
                    row.texts("tokens").stream().map(CircuitTracerFile::token).toList(),
                    "tokens_acts_list",
                    values);
            return new Sample(tokens, values, peak(row.count("train_token_ind"), values, top));
        }

        /** The token that the example is about; at the top, if it is as active as any. */
        private static int peak(@Nullable Long said, float[] values, boolean top) {
            int largest = DumpActivation.largest(values);
            if (said == null || said >= values.length) {
                return largest;
            }
            int position = said.intValue();
            return top && values[position] != values[largest] ? largest : position;
        }

        float value() {
            return values[peak];
        }
    }
}
