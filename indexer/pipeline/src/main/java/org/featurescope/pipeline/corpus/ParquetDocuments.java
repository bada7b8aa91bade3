package org.featurescope.pipeline.corpus;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CloseableIterator;
import com.jerolba.carpet.io.FileSystemInputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** A Parquet file with a string column {@code text}; the other columns as in JSON lines, other ones ignored. */
final class ParquetDocuments implements DocumentReader {

    private final Path file;
    private final long rows;
    private final CloseableIterator<Map<String, Object>> iterator;
    private long number;

    ParquetDocuments(Path file) {
        this.file = file;
        rows = rows(file);
        iterator = iterator(file);
    }

    /** Reads the first rows at once. */
    private static CloseableIterator<Map<String, Object>> iterator(Path file) {
        try {
            return reader(file).iterator();
        } catch (RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Map.class has no type arguments
    private static CarpetReader<Map<String, Object>> reader(Path file) {
        return (CarpetReader) new CarpetReader<>(file.toFile(), Map.class);
    }

    /** Also checks the schema, before anything is read. */
    private static long rows(Path file) {
        try (ParquetFileReader footer = ParquetFileReader.open(new FileSystemInputFile(file.toFile()))) {
            MessageType schema = footer.getFileMetaData().getSchema();
            if (!schema.containsField("text")) {
                throw new CorpusException(file + ": has no column \"text\"; its columns are "
                        + schema.getFields().stream()
                                .map(field -> field.getName())
                                .toList());
            }
            return footer.getRecordCount();
        } catch (IOException | RuntimeException e) {
            throw e instanceof CorpusException own ? own : unreadable(file, e);
        }
    }

    private static CorpusException unreadable(Path file, Exception e) {
        return new CorpusException(file + ": cannot be read as Parquet (" + e.getMessage() + ")", e);
    }

    @Override
    public @Nullable Document next() {
        Map<String, Object> row = nextRow();
        if (row == null) {
            return null;
        }
        number++;
        if (!(row.get("text") instanceof String text)) {
            throw new CorpusException(
                    file + ", row " + number + ": column \"text\" must hold a string, found " + row.get("text"));
        }
        String id = field(row, "id");
        return new Document(
                id == null ? file.getFileName() + ":" + number : id,
                text,
                field(row, "title"),
                field(row, "label"),
                field(row, "source"),
                field(row, "licence"));
    }

    private @Nullable Map<String, Object> nextRow() {
        try {
            return iterator.hasNext() ? iterator.next() : null;
        } catch (RuntimeException e) { // a broken page, or a compression that the library lacks
            throw unreadable(file, e);
        }
    }

    private static @Nullable String field(Map<String, Object> row, String name) {
        Object value = row.get(name);
        return value == null ? null : value.toString();
    }

    @Override
    public double share() {
        return rows == 0 ? 1 : (double) number / rows;
    }

    @Override
    public void close() {
        try {
            iterator.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
