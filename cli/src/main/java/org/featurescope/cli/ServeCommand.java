package org.featurescope.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "serve",
        description = "Serves what is indexed, until Ctrl-C.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class ServeCommand implements Callable<Integer> {

    @Mixin
    private final Home home = new Home();

    @Override
    public Integer call() throws InterruptedException {
        Site.requireFree(home.port());
        Site.serve(home.openDatabase(), home.port());
        return 0;
    }
}
