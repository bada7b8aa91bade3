package org.featurescope.cli;

import java.util.List;
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
            BenchSiteCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class,
        synopsisSubcommandLabel = "BENCHMARK")
final class BenchCommand {

    static final String JSON_DESCRIPTION = "Prints one line of JSON for each figure in place of a table.";

    /** A table, or one line of JSON for each figure. */
    static String text(List<Figure> figures, boolean json) {
        if (!json) {
            return FigureTable.of(figures);
        }
        JsonMapper mapper = new JsonMapper();
        StringBuilder lines = new StringBuilder();
        figures.forEach(
                figure -> lines.append(mapper.writeValueAsString(figure)).append(System.lineSeparator()));
        return lines.toString();
    }
}
