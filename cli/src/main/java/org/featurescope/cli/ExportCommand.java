package org.featurescope.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.featurescope.pipeline.export.ExportFormat;
import org.featurescope.pipeline.export.ExportRequest;
import org.featurescope.pipeline.export.Exporter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description =
                "Writes a source into files: in the Neuronpedia layout, which `import` reads again, as JSON lines, or as"
                        + " Parquet.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class ExportCommand implements Callable<Integer> {

    @Mixin
    private final Home home = new Home();

    @Parameters(index = "0", paramLabel = "MODEL/SOURCE", description = "The source, such as babel-4l/2-mlp.")
    private String address = "";

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            description = "What to write: a folder for the Neuronpedia layout, else a file.")
    private Path target = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "neuronpedia",
            description = "neuronpedia, jsonl or parquet (default: ${DEFAULT-VALUE}).")
    private ExportFormat format = ExportFormat.NEURONPEDIA;

    @Option(
            names = "--run",
            paramLabel = "ID",
            description = "The number of the run (default: the newest of the source).")
    private @Nullable Long run;

    @Override
    public Integer call() {
        String[] names = address.split("/", -1);
        if (names.length != 2) {
            throw new IllegalArgumentException(
                    "the source must be MODEL/SOURCE, such as babel-4l/2-mlp, got " + address);
        }
        long features = new Exporter(home.openDatabase().dataSource())
                .run(new ExportRequest(names[0], names[1], run, format, target));
        System.out.printf("Wrote %,d features of %s to %s.%n", features, address, target);
        return 0;
    }
}
