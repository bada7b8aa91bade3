package org.featurescope.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.featurescope.pipeline.imports.ImportReport;
import org.featurescope.pipeline.imports.ImportRequest;
import org.featurescope.pipeline.imports.Importer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description =
                "Imports features that other tools wrote into files, without model and GPU: the Neuronpedia export,"
                        + " SAEDashboard's batch-N.json, sae_vis, OpenAI's NeuronRecord, features of attribution graphs, Delphi's"
                        + " cache, Gemma Scope 2's examples, GLUScope's tables. Killed, it goes on when given again.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class ImportCommand implements Callable<Integer> {

    @Mixin
    private final Home home = new Home();

    @Parameters(paramLabel = "PATH", description = "A file, or a folder with files of one format and one model.")
    private Path path = Path.of("");

    @Option(
            names = "--model-name",
            paramLabel = "NAME",
            description = "Name of the model in addresses (default: what the files say).")
    private @Nullable String model;

    @Option(
            names = "--source-name",
            paramLabel = "NAME",
            description = "Name of the source in addresses, such as 6-res-jb (default: what the files say).")
    private @Nullable String source;

    @Option(
            names = "--hook-point",
            paramLabel = "NAME",
            description =
                    "TransformerLens name of where the features are read (default: what the files say, if they do).")
    private @Nullable String hookPoint;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description =
                    "A tokenizer.json, for files that name tokens by their ids alone: those of sae_vis, Delphi and"
                            + " Gemma Scope 2.")
    private @Nullable Path tokenizer;

    @Option(
            names = "--run-name",
            paramLabel = "TEXT",
            description = "A word for the run (default: the name of the path).")
    private @Nullable String runName;

    @Option(
            names = "--top-k",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "How many contexts to keep of a feature, of Delphi's cache and Gemma Scope 2, which have very many"
                            + " (default: ${DEFAULT-VALUE}).")
    private int topK;

    @Option(
            names = "--max-errors",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many broken records may be left out (default: ${DEFAULT-VALUE}); with more, nothing is"
                    + " imported.")
    private int maxErrors;

    @Option(
            names = "--checkpoint-seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How often what was read is made safe, between two files (default: ${DEFAULT-VALUE}).")
    private int checkpointSeconds;

    @Option(names = "--restart", description = "Throws away what an interrupted import of these files has read.")
    private boolean restart;

    @Override
    public Integer call() {
        ImportRequest request =
                new ImportRequest(path, model, source, hookPoint, tokenizer, runName, topK, maxErrors, restart);
        if (checkpointSeconds < 0) {
            throw new IllegalArgumentException("--checkpoint-seconds must be >= 0, got " + checkpointSeconds);
        }
        ImportReport report = new Importer(
                        home.folder(),
                        home.openDatabase().dataSource(),
                        System.out::println,
                        Duration.ofSeconds(checkpointSeconds))
                .run(request);
        System.out.print(text(report));
        return 0;
    }

    private String text(ImportReport report) {
        StringBuilder text = new StringBuilder();
        report.errors().forEach(error -> text.append("  left out: %s%n".formatted(error)));
        if (report.errorCount() > report.errors().size()) {
            text.append("  … and %,d more%n"
                    .formatted(report.errorCount() - report.errors().size()));
        }
        text.append("Run %d: %,d features of %s, imported from %s; %,d examples in %,d contexts, %,d explanations%s.%n"
                .formatted(
                        report.runId(),
                        report.features(),
                        report.model() + " " + String.join(", ", report.sources()),
                        report.format(),
                        report.activations(),
                        report.contexts(),
                        report.explanations(),
                        report.errorCount() == 0
                                ? ""
                                : "; %,d broken records left out".formatted(report.errorCount())));
        text.append(
                "See it with `featurescope serve`, at http://localhost:%d/%s%n".formatted(home.port(), report.model()));
        return text.toString();
    }
}
