package org.featurescope.cli;

import java.time.temporal.ChronoUnit;
import java.util.List;
import org.featurescope.db.Database;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.pipeline.progress.ProgressFile;
import org.featurescope.pipeline.progress.UnfinishedRuns;
import org.featurescope.pipeline.progress.UnfinishedRuns.Listed;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The runs of the index and those that are not finished: what {@code runs} and {@code status} list. */
final class RunList {

    @Mixin
    private final Home home = new Home();

    @Option(names = "--json", description = "Prints one JSON object in place of text.")
    private boolean json;

    void print() {
        Database database = home.openDatabase();
        List<PublishedRun> published = new RunCatalog(database.dataSource()).all();
        List<Listed> unfinished = new UnfinishedRuns(home.folder()).list();
        if (json) {
            System.out.println(RunJson.list(published, unfinished));
        } else {
            printText(database, published, unfinished);
        }
    }

    private static void printText(Database database, List<PublishedRun> published, List<Listed> unfinished) {
        System.out.println("Database " + database.jdbcUrl());
        if (published.isEmpty() && unfinished.isEmpty()) {
            System.out.println("Nothing is indexed yet. Try: ./featurescope demo");
        }
        unfinished.forEach(run -> System.out.print(line(run)));
        published.forEach(run -> System.out.print(line(run)));
    }

    private static String line(Listed run) {
        if (run.progress().isEmpty()) {
            return "Unfinished \"%s\"%n".formatted(run.name());
        }
        ProgressFile.Content content = run.progress().get();
        String how = content.state().tokens() == 0
                ? ""
                : ": " + ConsoleProgress.line(content.state()).strip();
        return run.isRunning()
                ? "Running \"%s\" (process %d), %s%s%n".formatted(run.name(), content.processId(), stage(content), how)
                : "Interrupted \"%s\", %s%s; to go on, in %s: %s%n"
                        .formatted(run.name(), stage(content), how, content.directory(), content.command());
    }

    private static String stage(ProgressFile.Content content) {
        String stage = content.state().stage();
        return stage.isEmpty() ? "" : Character.toLowerCase(stage.charAt(0)) + stage.substring(1);
    }

    static String line(PublishedRun run) {
        if (run.origin() != null) {
            return "Run %d \"%s\" of %s, imported from %s: %,d features of %d sources; %,.1f MB; %s%n"
                    .formatted(
                            run.id(),
                            run.name(),
                            run.model(),
                            run.origin(),
                            run.features(),
                            run.sources().size(),
                            run.bytes() / 1e6,
                            run.publishedAt().truncatedTo(ChronoUnit.SECONDS));
        }
        return "Run %d \"%s\" of %s over %s: %,d features of %d sources, %,d tokens in %,d contexts of up to %d; top %d; %,.1f MB; %.0f s on %s; %s%n"
                .formatted(
                        run.id(),
                        run.name(),
                        run.model(),
                        run.corpusNames(),
                        run.features(),
                        run.sources().size(),
                        run.tokens(),
                        run.contexts(),
                        run.contextTokens(),
                        run.topK(),
                        run.bytes() / 1e6,
                        run.seconds(),
                        run.device(),
                        run.publishedAt().truncatedTo(ChronoUnit.SECONDS));
    }
}
