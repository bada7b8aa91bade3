package org.featurescope.cli;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.featurescope.db.Database;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.RunCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Lists what is indexed.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final Home home = new Home();

    @Override
    public Integer call() {
        Database database = home.openDatabase();
        List<PublishedRun> runs = new RunCatalog(database.dataSource()).all();
        System.out.println("Database " + database.jdbcUrl());
        if (runs.isEmpty()) {
            System.out.println("Nothing is indexed yet. Try: ./featurescope demo");
        }
        runs.forEach(run -> System.out.print(line(run)));
        return 0;
    }

    private static String line(PublishedRun run) {
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
