package org.featurescope.cli;

import java.util.concurrent.Callable;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.db.store.SourceRow;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Says what a run was made of.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class RunsShowCommand implements Callable<Integer> {

    @Mixin
    private final Home home = new Home();

    @Parameters(paramLabel = "ID", description = "The number of the run.")
    private long id;

    @Option(names = "--json", description = "Prints one JSON object in place of text.")
    private boolean json;

    @Override
    public Integer call() {
        PublishedRun run = new RunCatalog(home.openDatabase().dataSource()).byId(id);
        System.out.print(json ? RunJson.one(run) + System.lineSeparator() : text(run));
        return 0;
    }

    private static String count(@Nullable Long count) {
        return count == null ? "an unknown number of" : "%,d".formatted(count);
    }

    private static String text(PublishedRun run) {
        StringBuilder text = new StringBuilder(RunList.line(run));
        text.append("  weights    %s%n".formatted(run.weightsSha256() == null ? "not known" : run.weightsSha256()));
        text.append("  tokenizer  %s%n".formatted(run.tokenizerSha256()));
        run.corpora()
                .forEach(corpus -> text.append("  corpus     %s: %s tokens in %s contexts, %s%n"
                        .formatted(
                                corpus.corpus().name(),
                                count(corpus.tokens()),
                                count(corpus.contexts()),
                                corpus.corpus().sha256())));
        for (SourceRow source : run.sources()) {
            text.append("  source     %s: %s%n".formatted(source.name(), source.identity()));
        }
        text.append("  by         Featurescope %s%s%n"
                .formatted(run.programVersion(), run.dtype() == null ? "" : ", " + run.dtype()));
        if (run.manifest() != null) {
            text.append("  manifest%n".formatted())
                    .append(run.manifest().stripTrailing().indent(4));
        }
        return text.toString();
    }
}
