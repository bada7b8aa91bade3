package org.featurescope.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.featurescope.db.Database;
import org.featurescope.pipeline.RunVerification;
import org.featurescope.pipeline.VerifyRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = "Computes some features of a run anew, from model and corpora, and compares them with the index.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class RunsVerifyCommand implements Callable<Integer> {

    private static final int DIFFERENT = 1;

    @Mixin
    private final Home home = new Home();

    @Parameters(paramLabel = "ID", description = "The number of the run.")
    private long id;

    @Option(
            names = "--features",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many features, drawn from all sources of the run (default: ${DEFAULT-VALUE}).")
    private int features;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Decides which features (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private final MovedFolders moved = new MovedFolders();

    @Option(
            names = "--corpus",
            paramLabel = "FILE",
            arity = "1..*",
            parameterConsumer = CorpusArguments.class,
            description = "The files of its corpora, likewise, once for each corpus.")
    private List<List<Path>> corpora = new ArrayList<>();

    @Override
    public Integer call() {
        VerifyRequest request = new VerifyRequest(id, features, seed, moved.model(), moved.saes(), corpora);
        Database database = home.openDatabase();
        RunVerification.Outcome outcome;
        try (ConsoleProgress console = ConsoleProgress.ofTerminal()) {
            outcome = RunVerification.verify(request, home.folder(), database.dataSource(), console.progress());
        }
        System.out.print(text(outcome));
        return outcome.differences().isEmpty() ? 0 : DIFFERENT;
    }

    private String text(RunVerification.Outcome outcome) {
        StringBuilder text =
                new StringBuilder("Compared of run %d, over %,d tokens:%n".formatted(id, outcome.tokens()));
        outcome.features()
                .forEach((source, indexes) -> text.append("  %s: %s%n"
                        .formatted(source, indexes.stream().map(String::valueOf).collect(Collectors.joining(", ")))));
        text.append(
                        "%,d fields: statistics, histograms, labels, groups with every example, token lookups. Not compared: what the"
                                .formatted(outcome.fields()))
                .append(" weights say, similar and co-active features.%n".formatted());
        outcome.differences()
                .forEach(difference ->
                        text.append("DIFFERENT: ").append(difference).append("%n".formatted()));
        text.append(
                outcome.differences().isEmpty()
                        ? "All are the same.%n".formatted()
                        : "%,d differ.%n".formatted(outcome.differences().size()));
        return text.toString();
    }
}
