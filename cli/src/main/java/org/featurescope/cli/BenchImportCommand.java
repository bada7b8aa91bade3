package org.featurescope.cli;

import java.util.concurrent.Callable;
import org.featurescope.cli.bench.ImportBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "import",
        description =
                "Measures `import` of a synthetic Neuronpedia export beside one a tenth as large: speed and memory.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class BenchImportCommand implements Callable<Integer> {

    @Mixin
    private final HomeFolder home = new HomeFolder();

    @Option(
            names = "--gigabytes",
            paramLabel = "N",
            defaultValue = "1",
            description = "Size of the larger one as JSON; on disk it is packed (default: ${DEFAULT-VALUE}).")
    private double gigabytes;

    @Option(names = "--json", description = BenchCommand.JSON_DESCRIPTION)
    private boolean json;

    @Override
    public Integer call() {
        ImportBenchmark.run(
                Featurescope.class, new ImportBenchmark.Settings(gigabytes, home.path()), BenchCommand.printer(json));
        return 0;
    }
}
