package org.featurescope.pipeline.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.featurescope.core.table.TableFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** A feature a line. */
final class JsonLinesSink implements FeatureSink {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private final BufferedWriter out;
    private final ExportedFeatures features;

    JsonLinesSink(Path file, ExportedFeatures features) throws IOException {
        this.out = writer(file);
        this.features = features;
    }

    static BufferedWriter writer(Path file) throws IOException {
        OutputStream bytes = Files.newOutputStream(file);
        return new BufferedWriter(new OutputStreamWriter(
                file.getFileName().toString().endsWith(".gz") ? new GZIPOutputStream(bytes, 1 << 16) : bytes,
                StandardCharsets.UTF_8));
    }

    @Override
    public void write(FeatureBatches.Batch batch) throws IOException {
        for (TableFeature feature : features.of(batch)) {
            out.write(MAPPER.writeValueAsString(feature));
            out.write('\n');
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
