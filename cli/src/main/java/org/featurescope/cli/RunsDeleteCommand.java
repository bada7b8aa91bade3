package org.featurescope.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.db.store.RunDeletion;
import org.featurescope.pipeline.progress.UnfinishedRuns;
import org.featurescope.pipeline.run.EvidenceFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = "Deletes a run and what no other run uses, or throws an unfinished one away.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class RunsDeleteCommand implements Callable<Integer> {

    /** Which one: one of the two. */
    static final class Which {
        @Parameters(paramLabel = "ID", description = "The number of a published run.")
        private @Nullable Long id;

        @Option(
                names = "--unfinished",
                paramLabel = "NAME",
                required = true,
                description = "An interrupted run, as `status` names it.")
        private @Nullable String unfinished;
    }

    @Mixin
    private final Home home = new Home();

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    @Option(names = "--yes", description = "Deletes even the newest run of a model, which its pages show.")
    private boolean yes;

    @Override
    public Integer call() {
        if (which.unfinished != null) {
            new UnfinishedRuns(home.folder()).delete(which.unfinished);
            System.out.println("The unfinished run \"" + which.unfinished + "\" is thrown away.");
        } else if (which.id != null) {
            delete(which.id);
        }
        return 0;
    }

    private void delete(long id) {
        DataSource dataSource = home.openDatabase().dataSource();
        RunCatalog catalog = new RunCatalog(dataSource);
        PublishedRun run = catalog.byId(id);
        boolean newest =
                catalog.newest(run.model()).filter(last -> last.id() == id).isPresent();
        if (newest && !yes) {
            throw new IllegalArgumentException("run " + id + " is the newest of " + run.model()
                    + ", the one that its pages show; add --yes to delete it all the same");
        }
        Optional<EvidenceFolder> evidence = run.manifest() == null || run.origin() != null
                ? Optional.empty()
                : EvidenceFolder.ofRun(home.folder(), id, run.manifest());
        RunDeletion.delete(dataSource, id);
        evidence.ifPresent(folder -> UnfinishedRuns.deleteTree(folder.path()));
        System.out.println("Run " + id + " is deleted; its number is not given again.");
    }
}
