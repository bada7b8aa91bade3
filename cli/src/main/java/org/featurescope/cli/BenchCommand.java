package org.featurescope.cli;

import java.util.function.Consumer;
import org.featurescope.cli.bench.Figure;
import org.featurescope.cli.bench.FigureTable;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "bench",
        description = "Measures this program on this machine.",
        subcommands = {
            BenchForwardCommand.class,
            BenchIndexCommand.class,
            BenchStoreCommand.class,
            BenchSiteCommand.class,
            BenchSearchCommand.class,
            BenchImportCommand.class,
            BenchSoakCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class,
        synopsisSubcommandLabel = "BENCHMARK")
final class BenchCommand {

    static final String JSON_DESCRIPTION = "Prints one line of JSON for each figure in place of a table.";

    /** Prints each figure as soon as it is known: a row of a table, or a line of JSON. */
    static Consumer<Figure> printer(boolean json) {
        JsonMapper mapper = new JsonMapper();
        if (!json) {
            System.out.print(FigureTable.headings());
        }
        return figure -> {
            System.out.print(
                    json ? mapper.writeValueAsString(figure) + System.lineSeparator() : FigureTable.row(figure));
            System.out.flush();
        };
    }
}
