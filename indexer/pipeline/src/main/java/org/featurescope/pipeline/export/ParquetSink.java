package org.featurescope.pipeline.export;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.io.FileSystemOutputFile;
import java.io.IOException;
import java.nio.file.Path;
import org.featurescope.core.table.TableFeature;

/** A feature a row, with lists of records inside. */
final class ParquetSink implements FeatureSink {

    private final CarpetWriter<TableFeature> out;
    private final ExportedFeatures features;

    ParquetSink(Path file, ExportedFeatures features) throws IOException {
        this.out = new CarpetWriter<>(new FileSystemOutputFile(file.toFile()), TableFeature.class);
        this.features = features;
    }

    @Override
    public void write(FeatureBatches.Batch batch) throws IOException {
        out.write(features.of(batch));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
