package org.featurescope.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Lists what is indexed and what is being indexed.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final RunList list = new RunList();

    @Override
    public Integer call() {
        list.print();
        return 0;
    }
}
