package org.featurescope.web.bulk;

import com.jerolba.carpet.CarpetWriter;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.featurescope.core.table.TableFeature;
import org.featurescope.web.catalog.Place;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Parquet file as it is written: {@link #begin}, {@link #add} each, {@link #end}. Without the end it has no footer, and no reader takes
 * it. The key {@code featurescope} of its metadata says where the numbers come from.
 */
final class ParquetTable {

    /** Of memory; a row group is sent when it is full. */
    private static final long ROW_GROUP_BYTES = 8L << 20;

    private static final int PAGE_BYTES = 1 << 17;

    private final CarpetWriter<TableFeature> writer;

    private ParquetTable(CarpetWriter<TableFeature> writer) {
        this.writer = writer;
    }

    /** What the file says about where its numbers come from. */
    private record Origin(
            String model, String source, @Nullable String hookPoint, Object run) {}

    static ParquetTable begin(OutputStream out, Place place, JsonMapper json) throws IOException {
        Origin origin = new Origin(
                place.source().model(), place.source().name(), place.source().hookPoint(), place.run());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Hadoop's settings keep the first loader they meet; that of a request would end with the site.
        thread.setContextClassLoader(ParquetTable.class.getClassLoader());
        try {
            return new ParquetTable(new CarpetWriter.Builder<>(out, TableFeature.class)
                    .withRowGroupSize(ROW_GROUP_BYTES)
                    .withPageSize(PAGE_BYTES)
                    .withCompressionCodec(CompressionCodecName.ZSTD)
                    .withExtraMetaData("featurescope", json.writeValueAsString(origin))
                    .build());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    void add(BulkFeature feature) throws IOException {
        writer.write(FeatureRows.of(feature));
    }

    void end() throws IOException {
        writer.close();
    }
}
