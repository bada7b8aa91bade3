package org.featurescope.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "runs",
        description = "Lists the runs of the index; its commands show, delete and verify one.",
        subcommands = {RunsListCommand.class, RunsShowCommand.class, RunsDeleteCommand.class, RunsVerifyCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class,
        synopsisSubcommandLabel = "[list|show|delete|verify]")
final class RunsCommand implements Callable<Integer> {

    @Mixin
    private final RunList list = new RunList();

    @Override
    public Integer call() {
        list.print();
        return 0;
    }
}
