package org.featurescope.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.featurescope.pipeline.MergeRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "merge",
        description = "Makes one run of runs over different corpora, from their evidence, and publishes it.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class MergeCommand implements Callable<Integer> {

    @Mixin
    private final Home home = new Home();

    @Parameters(
            paramLabel = "RUN|DIR",
            arity = "2..*",
            description = "Published runs by their numbers, or folders with evidence, copied from other machines.")
    private List<String> runs = List.of();

    @Mixin
    private final MovedFolders moved = new MovedFolders();

    @Option(
            names = "--run-name",
            paramLabel = "TEXT",
            description = "A word for the run (default: the names of its corpora).")
    private @Nullable String runName;

    @Option(names = "--restart", description = "Throws an unfinished run of this model and name away and begins anew.")
    private boolean restart;

    @Mixin
    private final ProgressOptions progress = new ProgressOptions();

    @Override
    public Integer call() {
        MergeRequest request = new MergeRequest(runs, moved.model(), moved.saes(), runName, restart);
        progress.run(home, home.openDatabase(), indexer -> indexer.merge(request));
        return 0;
    }
}
