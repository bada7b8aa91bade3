package org.featurescope.pipeline.imports;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CloseableIterator;
import com.jerolba.carpet.io.FileSystemInputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.MessageType;
import org.featurescope.db.store.FeatureFigures;
import org.jspecify.annotations.Nullable;

/**
 * A table of GLUScope's datasets of activations, in Parquet: a gated neuron a row, with {@code freq}, {@code hook_post_mean} and
 * {@code hook_post_max_values} for each combination of signs of gate and linear part, such as {@code gate+_in-}.
 *
 * <p>Columns: sjgerstner/gluscope at 9402947, {@code summary_dict_to_hf_dataset.py}; what they hold: its {@code b_activations.py}. Means are
 * over the tokens of the case, frequencies shares of all tokens, so they add up to those of the neuron. An activation is above 0 where gate and
 * linear part have the same sign. Which texts are strongest is in {@code max_indices}, by number in a dataset of texts that is not part of
 * the table, and without position: so there are no examples.
 */
final class GluScopeFile implements DumpFile {

    private static final List<String> SAME = List.of("gate+_in+", "gate-_in-");
    private static final List<String> DIFFERENT = List.of("gate+_in-", "gate-_in+");

    private final Path path;
    private final String model;

    GluScopeFile(Path path, String model) {
        this.path = path;
        this.model = model;
    }

    /** Whether a Parquet file has the columns of one. */
    static boolean recognises(Path path) {
        try (ParquetFileReader footer = ParquetFileReader.open(new FileSystemInputFile(path.toFile()))) {
            MessageType schema = footer.getFileMetaData().getSchema();
            return schema.containsField("layer")
                    && schema.containsField("neuron")
                    && schema.containsField(SAME.get(0) + "_freq");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // Map.class has no type arguments
    public void read(InputStream bytes, DumpRecords records) throws IOException {
        CarpetReader<Map<String, Object>> reader = (CarpetReader) new CarpetReader<>(path.toFile(), Map.class);
        long number = 0;
        try (CloseableIterator<Map<String, Object>> rows = reader.iterator()) {
            while (rows.hasNext()) {
                Map<String, Object> row = rows.next();
                try {
                    read(row, records);
                } catch (BrokenRecordException | IllegalArgumentException e) {
                    records.broken(path + ", row " + number, String.valueOf(e.getMessage()));
                }
                number++;
            }
        } catch (ImportException e) {
            throw e;
        } catch (RuntimeException e) { // a broken page, or a compression that the library lacks
            throw new ImportException(
                    path + ": cannot be read as Parquet behind row " + number + " (" + e.getMessage()
                            + "); download it again",
                    e);
        }
    }

    private void read(Map<String, Object> row, DumpRecords records) {
        DumpSource source = DumpSource.neurons(model, Math.toIntExact(index(row, "layer")));
        Signs above = Signs.of(row, SAME, 1);
        Signs below = Signs.of(row, DIFFERENT, -1);
        FeatureFigures figures = new FeatureFigures(
                Math.min(1, above.share),
                null,
                null,
                above.extreme,
                below.extreme == null ? null : (Float) (-below.extreme),
                above.sum + below.sum,
                null,
                null,
                null,
                null,
                null);
        DumpFeature feature =
                new DumpFeature(Math.toIntExact(index(row, "neuron")), figures, List.of(), List.of(), List.of());
        records.source(source);
        records.feature(source, feature);
    }

    /**
     * The cases whose activations are above 0, or those below.
     *
     * @param share of tokens
     * @param sum of activations, divided by the number of all tokens
     * @param extreme the largest magnitude; null: no token is of these cases
     */
    private record Signs(double share, double sum, @Nullable Float extreme) {

        static Signs of(Map<String, Object> row, List<String> cases, int sign) {
            double share = 0;
            double sum = 0;
            Float extreme = null;
            for (String each : cases) {
                double own = frequency(row, each + "_freq");
                if (own > 0) {
                    share += own;
                    sum += own * number(each + "_hook_post_mean", row.get(each + "_hook_post_mean"));
                    float largest = largest(row, each + "_hook_post_max_values", sign);
                    extreme = extreme == null ? largest : Math.max(extreme, largest);
                }
            }
            return new Signs(share, sum, extreme);
        }
    }

    private static long index(Map<String, Object> row, String column) {
        if (row.get(column) instanceof Number value && value.longValue() >= 0 && value.longValue() <= 999_999_999) {
            return value.longValue();
        }
        throw wrong(column, "a whole number from 0 to 999999999", row.get(column));
    }

    private static double frequency(Map<String, Object> row, String column) {
        double share = number(column, row.get(column));
        if (share < 0 || share > 1) {
            throw wrong(column, "a share from 0 to 1", share);
        }
        return share;
    }

    /** @param sign that the values have */
    private static float largest(Map<String, Object> row, String column, int sign) {
        if (!(row.get(column) instanceof List<?> values) || values.isEmpty()) {
            throw wrong(column, "a list of numbers", row.get(column));
        }
        double largest = 0;
        for (Object value : values) {
            largest = Math.max(largest, sign * number(column, value));
        }
        return (float) largest;
    }

    private static double number(String column, @Nullable Object value) {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw wrong(column, "a finite number", value);
    }

    private static BrokenRecordException wrong(String column, String wanted, @Nullable Object found) {
        return new BrokenRecordException("column \"" + column + "\" must hold " + wanted + ", found " + found);
    }
}
