package org.featurescope.pipeline.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.db.store.FeatureFigures;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.SafetensorsFile;
import org.featurescope.lm.file.TensorValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The {@code examples.safetensors} beside the weights of an SAE of Gemma Scope 2, in a folder such as
 * {@code resid_post/layer_17_width_16k_l0_small}: of each feature the 1,000 tokens at which it is strongest, as {@code seq_ids},
 * {@code positions} and {@code activations} [features, 1000] into {@code tokens} [contexts, 512], {@code feature_frequencies} [features],
 * and the tokens that it raises and lowers most, {@code top_tokens}, {@code top_logits}, {@code bottom_tokens}, {@code bottom_logits}
 * [features, 10]. What is not among the 1,000 is not known.
 *
 * <p>Google does not specify this file: names, shapes and that entries without activation or with a negative id are void are as three
 * public programs that read it have them, which agree.
 */
final class GemmaScope2File implements DumpFile {

    static final String NAME = "examples.safetensors";

    private static final Pattern FOLDER = Pattern.compile("layer_(\\d{1,4})_width_([0-9a-z]+)_l0_(\\w+)");

    private final Path path;
    private final DumpSource source;
    private final IntFunction<String> strings;
    private final int topK;

    /**
     * @param model null: that of {@code config.json}
     * @param sourceName null: what the folders say
     */
    GemmaScope2File(
            Path path, @Nullable String model, @Nullable String sourceName, IntFunction<String> strings, int topK) {
        this.path = path;
        this.strings = strings;
        this.topK = topK;
        Path folder = Objects.requireNonNull(path.toAbsolutePath().normalize().getParent());
        source = DumpSource.named(
                model == null ? configuredModel(folder) : model, sourceName == null ? sourceName(folder) : sourceName);
    }

    private static String configuredModel(Path folder) {
        Path file = folder.resolve("config.json");
        try {
            return Fields.of(DumpJson.MAPPER.readTree(Files.readString(file))).text("model_name");
        } catch (IOException | JacksonException | BrokenRecordException e) {
            throw new ImportException(
                    file + ": does not name the model (" + e.getMessage() + "); give --model-name", e);
        }
    }

    private static String sourceName(Path folder) {
        Path site = folder.getParent();
        Matcher name = FOLDER.matcher(String.valueOf(folder.getFileName()));
        if (!name.matches() || site == null || site.getFileName() == null) {
            throw new ImportException(folder + ": is not named as Gemma Scope 2 names its folders, such as"
                    + " resid_post/layer_17_width_16k_l0_small; give --source-name, such as 17-resid_post-16k");
        }
        return name.group(1) + "-" + site.getFileName() + "-" + name.group(2) + "-l0-" + name.group(3);
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public void read(InputStream bytes, DumpRecords records) {
        try {
            new Examples(SafetensorsFile.open(path)).read(records);
        } catch (MalformedFileException e) {
            throw new ImportException(String.valueOf(e.getMessage()), e);
        }
    }

    /** What is read of the file. */
    private final class Examples {

        private final TensorTokens tokens;
        private final TensorValues contexts;
        private final TensorValues positions;
        private final TensorValues activations;
        private final TensorValues frequencies;
        private final Effects raised;
        private final Effects lowered;
        private final int features;
        private final int perFeature;

        Examples(SafetensorsFile file) {
            tokens = new TensorTokens(file, strings);
            contexts = file.values("seq_ids").requireIntegers(2);
            features = Math.toIntExact(contexts.shape()[0]);
            perFeature = Math.toIntExact(contexts.shape()[1]);
            positions = shaped("positions", file.values("positions").requireIntegers(2), perFeature);
            activations = shaped("activations", file.values("activations").requireFloats(2), perFeature);
            frequencies = shaped(
                    "feature_frequencies", file.values("feature_frequencies").requireFloats(1));
            raised = new Effects(file, "top_tokens", "top_logits");
            lowered = new Effects(file, "bottom_tokens", "bottom_logits");
        }

        private TensorValues shaped(String name, TensorValues values, long... columns) {
            long[] wanted = new long[1 + columns.length];
            wanted[0] = features;
            System.arraycopy(columns, 0, wanted, 1, columns.length);
            if (!Arrays.equals(values.shape(), wanted)) {
                throw new ImportException(
                        path + ": tensor \"" + name + "\" must have the shape " + Arrays.toString(wanted)
                                + ", as \"seq_ids\" has it, found " + Arrays.toString(values.shape()));
            }
            return values;
        }

        /** Tokens with their logit effects, those of all features. */
        private final class Effects {

            private final String name;
            private final TensorValues ids;
            private final TensorValues values;
            private final int count;

            Effects(SafetensorsFile file, String idsName, String valuesName) {
                name = valuesName;
                ids = file.values(idsName).requireIntegers(2);
                count = Math.toIntExact(ids.shape()[1]);
                shaped(idsName, ids, count);
                values = shaped(valuesName, file.values(valuesName).requireFloats(2), count);
            }

            List<DumpFeature.Effect> of(int feature) {
                List<DumpFeature.Effect> effects = new ArrayList<>(count);
                for (long i = (long) feature * count; i < (feature + 1L) * count; i++) {
                    String token = strings.apply(Math.toIntExact(ids.integer(i)));
                    effects.add(new DumpFeature.Effect(token, finite(name, values.number(i))));
                }
                return effects;
            }
        }

        void read(DumpRecords records) {
            records.source(source);
            for (int feature = 0; feature < features; feature++) {
                try {
                    DumpFeature said = feature(feature);
                    List<DumpActivation> examples = examples(feature);
                    records.feature(source, said);
                    examples.forEach(example -> records.activation(source, example));
                } catch (BrokenRecordException e) {
                    records.broken(path + ", feature " + feature, String.valueOf(e.getMessage()));
                }
            }
        }

        private DumpFeature feature(int feature) {
            float frequency = finite("feature_frequencies", frequencies.number(feature));
            if (frequency < 0 || frequency > 1) {
                throw new BrokenRecordException(
                        "tensor \"feature_frequencies\" must hold shares from 0 to 1, found " + frequency);
            }
            return new DumpFeature(
                    feature,
                    new FeatureFigures((double) frequency, null, null, null, null, null, null, null, null, null, null),
                    raised.of(feature),
                    lowered.of(feature),
                    List.of());
        }

        private List<DumpActivation> examples(int feature) {
            StrongestContexts strongest = new StrongestContexts(1, topK);
            long begin = (long) feature * perFeature;
            for (long i = begin; i < begin + perFeature; i++) {
                if (isSaid(i)) {
                    strongest.add(0, Math.toIntExact(contexts.integer(i)), activations.number(i));
                }
            }
            Map<Integer, float[]> values = new HashMap<>();
            for (long i = begin; i < begin + perFeature; i++) {
                int context = (int) contexts.integer(i);
                if (isSaid(i) && strongest.find(0, context) >= 0) {
                    values.computeIfAbsent(context, first -> unknown())[(int) positions.integer(i)] =
                            activations.number(i);
                }
            }
            List<DumpActivation> examples = new ArrayList<>();
            for (int i = 0; i < strongest.count(0); i++) {
                int context = strongest.context(0, i);
                examples.add(example(feature, context, Objects.requireNonNull(values.get(context))));
            }
            return examples;
        }

        private float[] unknown() {
            float[] values = new float[tokens.length()];
            Arrays.fill(values, Float.NaN);
            return values;
        }

        /** @throws BrokenRecordException for what points outside the contexts */
        private boolean isSaid(long entry) {
            if (contexts.integer(entry) < 0 || !(finite("activations", activations.number(entry)) > 0)) {
                return false;
            }
            if (contexts.integer(entry) >= tokens.contexts()
                    || positions.integer(entry) < 0
                    || positions.integer(entry) >= tokens.length()) {
                throw new BrokenRecordException(
                        "tensors \"seq_ids\" and \"positions\" must point into [" + tokens.contexts()
                                + ", " + tokens.length() + "], found [" + contexts.integer(entry) + ", "
                                + positions.integer(entry) + "]");
            }
            return true;
        }

        private DumpActivation example(int feature, int context, float[] values) {
            int peak = DumpActivation.largest(values);
            int last = values.length;
            while (Float.isNaN(values[last - 1])) {
                last--;
            }
            List<String> words = tokens.context(context, last);
            return new DumpActivation(
                    feature,
                    GroupKind.TOP,
                    0,
                    Float.POSITIVE_INFINITY,
                    Double.NaN,
                    words,
                    Arrays.copyOf(values, words.size()),
                    peak,
                    "context " + context);
        }
    }

    private static float finite(String tensor, float value) {
        if (!Float.isFinite(value)) {
            throw new BrokenRecordException("tensor \"" + tensor + "\" must hold finite numbers, found " + value);
        }
        return value;
    }
}
