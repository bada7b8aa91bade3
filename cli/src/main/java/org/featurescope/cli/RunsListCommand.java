package org.featurescope.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = "Lists the runs of the index, and those that are not finished.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class RunsListCommand implements Callable<Integer> {

    @Mixin
    private final RunList list = new RunList();

    @Override
    public Integer call() {
        list.print();
        return 0;
    }
}
