package org.featurescope.cli;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.featurescope.db.Database;
import org.featurescope.pipeline.IndexProgress;
import org.featurescope.pipeline.IndexReport;
import org.featurescope.pipeline.Indexer;
import org.featurescope.pipeline.progress.AllProgress;
import org.featurescope.pipeline.progress.ProgressFile;
import org.featurescope.pipeline.progress.ProgressTracker;
import org.featurescope.pipeline.weights.ComparisonLimit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a run that is being made tells of itself, and how long it waits: options of the commands that publish one. */
final class ProgressOptions {

    private static final Duration FILE_INTERVAL = Duration.ofSeconds(1);

    /** What stands on standard output. */
    enum Form {
        LINE,
        JSON
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--progress",
            paramLabel = "line|json",
            defaultValue = "line",
            description = "A line for people, or one JSON object a line (default: ${DEFAULT-VALUE}).")
    private Form form = Form.LINE;

    @Option(
            names = "--wait-database",
            paramLabel = "MINUTES",
            defaultValue = "10",
            description = "How long to wait for a PostgreSQL that goes away while the run is written"
                    + " (default: ${DEFAULT-VALUE}).")
    private int waitMinutes;

    @Option(
            names = "--compare-limit",
            paramLabel = "N",
            description =
                    "Similar and co-active features are left out where comparing all with all takes more than N·10¹²"
                            + " multiplications (default: 20, or as the runs that a new one is made of).")
    private @Nullable Double compareLimit;

    /** Does the work with its progress shown here and kept for other terminals, then prints what came of it. */
    void run(Home home, Database database, Function<Indexer, IndexReport> work) {
        if (waitMinutes < 0) {
            throw new IllegalArgumentException("--wait-database must be >= 0, got " + waitMinutes);
        }
        IndexReport report;
        try (ConsoleProgress console = ConsoleProgress.ofTerminal()) {
            IndexProgress shown = form == Form.JSON ? new JsonLinesProgress(System.out).progress() : console.progress();
            IndexProgress kept = new ProgressTracker(new ProgressFile(typed()), FILE_INTERVAL);
            report = work.apply(new Indexer(
                    home.folder(),
                    database.dataSource(),
                    new AllProgress(List.of(kept, shown)), // what is seen here, other terminals know already
                    Duration.ofMinutes(waitMinutes),
                    compareLimit == null ? null : new ComparisonLimit(compareLimit)));
        }
        System.out.print(form == Form.JSON ? IndexSummary.json(report) : IndexSummary.text(report));
    }

    /** The command line as it was typed, without secrets. */
    private String typed() {
        List<String> arguments = command.root().commandLine().getParseResult().originalArgs();
        StringBuilder line = new StringBuilder("./featurescope");
        arguments.forEach(argument -> line.append(' ').append(quoted(argument)));
        return Database.withoutPasswords(line.toString());
    }

    private static String quoted(String argument) {
        return argument.matches("[\\w./:,=+@%-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
