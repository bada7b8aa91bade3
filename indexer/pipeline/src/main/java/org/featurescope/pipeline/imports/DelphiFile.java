package org.featurescope.pipeline.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * A split of Delphi's cache of latents, {@code MODULE/START_END.safetensors} beside {@code config.json}: all activations of some latents,
 * as {@code locations} [n, 3] of context, position and latent from START on, {@code activations} [n], and the contexts as {@code tokens}
 * [contexts, length].
 *
 * <p>The format: EleutherAI/delphi at 3c2e139, {@code delphi/latents/cache.py} ({@code save_splits}, {@code save_config}) and
 * {@code loader.py}. Activations within 1e-5 of 0 are not in it; so all others are known, and density and maximum with them.
 */
final class DelphiFile implements DumpFile {

    static final Pattern NAME = Pattern.compile("(\\d{1,9})_(\\d{1,9})\\.safetensors");

    private static final Pattern LAYER = Pattern.compile("(?:.*\\.)?(?:layers|h|blocks)\\.(\\d{1,4})(?:\\..*)?");

    /** So many activations of examples are in memory at once. */
    private static final int MOST_VALUES = 1 << 25;

    private final Path path;
    private final DumpSource source;
    private final IntFunction<String> strings;
    private final int topK;

    /**
     * @param model null: that of {@code config.json}
     * @param strings of tokens by their ids
     * @param topK contexts that are kept of a latent
     */
    DelphiFile(Path path, @Nullable String model, IntFunction<String> strings, int topK) {
        this.path = path;
        this.strings = strings;
        this.topK = topK;
        source = source(path, model);
    }

    private static DumpSource source(Path path, @Nullable String model) {
        Path folder = Objects.requireNonNull(path.toAbsolutePath().normalize().getParent());
        Path file = folder.resolve("config.json");
        Fields config;
        try {
            config = Fields.of(DumpJson.MAPPER.readTree(Files.readString(file)));
        } catch (IOException | JacksonException | BrokenRecordException e) {
            throw new ImportException(
                    file + ": cannot be read (" + e.getMessage() + "); Delphi writes it beside its splits", e);
        }
        String module = String.valueOf(folder.getFileName());
        Matcher layer = LAYER.matcher(module);
        String name = layer.matches() ? layer.group(1) + "-" + module : module;
        try {
            return DumpSource.named(model == null ? config.text("model_name") : model, name)
                    .with(null, config.textOrNull("dataset_repo"), null, null);
        } catch (BrokenRecordException e) {
            throw new ImportException(file + ": " + e.getMessage() + "; or give --model-name", e);
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public void read(InputStream bytes, DumpRecords records) {
        try {
            new Split(SafetensorsFile.open(path), records).read();
        } catch (MalformedFileException e) {
            throw new ImportException(String.valueOf(e.getMessage()), e);
        }
    }

    /** What is read of one file. */
    private final class Split {

        private final DumpRecords records;
        private final int first;
        private final int latents;
        private final TensorValues locations;
        private final TensorValues activations;
        private final TensorTokens tokens;
        private final long rows;
        private final long[] active;

        Split(SafetensorsFile file, DumpRecords records) {
            this.records = records;
            Matcher name = NAME.matcher(path.getFileName().toString());
            if (!name.matches() || Integer.parseInt(name.group(2)) < Integer.parseInt(name.group(1))) {
                throw new ImportException(path + ": must be named by its first and last latent, as 0_8191.safetensors");
            }
            first = Integer.parseInt(name.group(1));
            latents = Integer.parseInt(name.group(2)) - first + 1;
            locations = file.values("locations").requireIntegers(2);
            activations = file.values("activations").requireFloats(1);
            tokens = new TensorTokens(file, strings);
            rows = activations.shape()[0];
            active = new long[latents];
            long[] shape = locations.shape();
            if (shape[0] != rows || shape[1] != 3) {
                throw new ImportException(path + ": tensor \"locations\" must have the shape [" + rows
                        + ", 3], as there are " + rows + " activations, found [" + shape[0] + ", " + shape[1] + "]");
            }
        }

        void read() {
            records.source(source.with(null, null, tokens.contexts(), tokens.contexts() * tokens.length()));
            StrongestContexts strongest = strongest();
            int atOnce = Math.max(1, MOST_VALUES / (topK * tokens.length()));
            for (int from = 0; from < latents; from += atOnce) {
                readLatents(from, Math.min(latents, from + atOnce), strongest);
            }
        }

        /** Also counts what is active, and reports rows that cannot be. */
        private StrongestContexts strongest() {
            StrongestContexts strongest = new StrongestContexts(latents, topK);
            for (long row = 0; row < rows; row++) {
                float activation = activations.number(row);
                String problem = problem(row, activation);
                if (problem != null) {
                    records.broken(path + ", row " + row, problem);
                } else if (activation > 0) {
                    int latent = (int) locations.integer(3 * row + 2);
                    active[latent]++;
                    strongest.add(latent, (int) locations.integer(3 * row), activation);
                }
            }
            return strongest;
        }

        private @Nullable String problem(long row, float activation) {
            if (!Float.isFinite(activation)) {
                return "tensor \"activations\" must hold finite numbers, found " + activation;
            }
            long context = locations.integer(3 * row);
            long position = locations.integer(3 * row + 1);
            long latent = locations.integer(3 * row + 2);
            if (context < 0
                    || context >= tokens.contexts()
                    || position < 0
                    || position >= tokens.length()
                    || latent < 0
                    || latent >= latents) {
                return "tensor \"locations\" must hold [context, position, latent] below [" + tokens.contexts() + ", "
                        + tokens.length() + ", " + latents + "], found [" + context + ", " + position + ", " + latent
                        + "]";
            }
            return null;
        }

        private void readLatents(int from, int to, StrongestContexts strongest) {
            float[][] values = new float[(to - from) * topK][];
            for (long row = 0; row < rows; row++) {
                long latent = locations.integer(3 * row + 2);
                if (latent < from || latent >= to || problem(row, activations.number(row)) != null) {
                    continue;
                }
                int number = strongest.find((int) latent, (int) locations.integer(3 * row));
                if (number >= 0) {
                    int slot = ((int) latent - from) * topK + number;
                    values[slot] = values[slot] == null ? new float[tokens.length()] : values[slot];
                    values[slot][(int) locations.integer(3 * row + 1)] = activations.number(row);
                }
            }
            for (int latent = from; latent < to; latent++) {
                if (active[latent] > 0) {
                    write(latent, strongest, values, (latent - from) * topK);
                }
            }
        }

        private void write(int latent, StrongestContexts strongest, float[][] values, int slot) {
            List<DumpActivation> examples = new ArrayList<>();
            float maximum = 0;
            for (int i = 0; i < strongest.count(latent); i++) {
                float[] all = values[slot + i];
                int peak = DumpActivation.largest(all);
                maximum = Math.max(maximum, all[peak]);
                long context = strongest.context(latent, i);
                try {
                    examples.add(new DumpActivation(
                            first + latent,
                            GroupKind.TOP,
                            0,
                            Float.POSITIVE_INFINITY,
                            Double.NaN,
                            tokens.context(context, all.length),
                            all,
                            peak,
                            "context " + context));
                } catch (BrokenRecordException e) {
                    records.broken(path + ", latent " + (first + latent), String.valueOf(e.getMessage()));
                }
            }
            double density = (double) active[latent] / (tokens.contexts() * tokens.length());
            FeatureFigures figures =
                    new FeatureFigures(density, null, null, maximum, null, null, null, null, null, null, null);
            records.feature(source, new DumpFeature(first + latent, figures, List.of(), List.of(), List.of()));
            examples.forEach(example -> records.activation(source, example));
        }
    }
}
