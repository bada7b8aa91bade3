package org.featurescope.pipeline.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.db.store.SourceRow;

/** Writes a published source into files. */
public final class Exporter {

    private final DataSource database;

    public Exporter(DataSource database) {
        this.database = database;
    }

    /** @return how many features were written */
    public long run(ExportRequest request) {
        if (Files.exists(request.target())) {
            throw new IllegalArgumentException(request.target() + " is there already; give a name that is not");
        }
        PublishedRun run = published(request);
        SourceRow source = source(run, request);
        try (FeatureBatches batches = new FeatureBatches(database, run, source);
                FeatureSink sink = sink(request, run, source, batches)) {
            long count = 0;
            while (batches.hasNext()) {
                FeatureBatches.Batch batch = batches.next();
                sink.write(batch);
                count += batch.features().size();
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FeatureSink sink(ExportRequest request, PublishedRun run, SourceRow source, FeatureBatches batches)
            throws IOException {
        TokenTexts tokens = batches.tokens();
        Path parent = request.target().toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return switch (request.format()) {
            case NEURONPEDIA -> new NeuronpediaSink(request.target(), run, source, tokens);
            case JSONL ->
                new JsonLinesSink(request.target(), new ExportedFeatures(run, source, tokens, batches.labels()));
            case PARQUET ->
                new ParquetSink(request.target(), new ExportedFeatures(run, source, tokens, batches.labels()));
        };
    }

    private PublishedRun published(ExportRequest request) {
        List<PublishedRun> all = new RunCatalog(database).all();
        List<PublishedRun> holding = all.stream()
                .filter(run -> run.model().equals(request.model()))
                .filter(run ->
                        run.sources().stream().anyMatch(each -> each.name().equals(request.source())))
                .toList();
        if (holding.isEmpty()) {
            throw new IllegalArgumentException("there is no source " + request.model() + "/" + request.source()
                    + "; there are "
                    + all.stream()
                            .flatMap(run -> run.sources().stream().map(each -> run.model() + "/" + each.name()))
                            .distinct()
                            .collect(Collectors.joining(", ")));
        }
        Long wanted = request.run();
        return holding.stream()
                .filter(run -> wanted == null || run.id() == wanted)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--run must be a run that holds the source, "
                        + holding.stream().map(run -> String.valueOf(run.id())).collect(Collectors.joining(" or "))
                        + "; got " + wanted));
    }

    private static SourceRow source(PublishedRun run, ExportRequest request) {
        return run.sources().stream()
                .filter(each -> each.name().equals(request.source()))
                .findFirst()
                .orElseThrow();
    }
}
