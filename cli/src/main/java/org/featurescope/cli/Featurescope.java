package org.featurescope.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.featurescope.db.DatabaseException;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.UnsupportedException;
import org.featurescope.pipeline.ProgramVersion;
import org.featurescope.pipeline.corpus.CorpusException;
import org.featurescope.pipeline.imports.ImportException;
import org.featurescope.pipeline.run.RunFilesException;
import org.featurescope.pipeline.scan.SuspectSaeException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The program: {@code featurescope COMMAND}. */
@Command(
        name = "featurescope",
        description = "A browser of what is inside language models.",
        subcommands = {
            DemoCommand.class,
            IndexCommand.class,
            MergeCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            RunsCommand.class,
            ServeCommand.class,
            StatusCommand.class,
            InspectCommand.class,
            ActivationsCommand.class,
            BenchCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Featurescope {

    private static final int FAILED = 1;

    private Featurescope() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ENGLISH); // the program speaks English, so its numbers do
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Featurescope())
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(36)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Featurescope::explain);
    }

    private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (Lifetime.isEnding()) {
            return FAILED; // whatever broke, broke because the person pressed Ctrl-C
        }
        if (isExplained(failure)) {
            err.println("featurescope: " + failure.getMessage());
        } else {
            err.println("featurescope: unexpected " + failure + "; this is a fault of the program:");
            failure.printStackTrace(err);
        }
        return FAILED;
    }

    /** Whether the message alone tells a person what is wrong and what to do. */
    private static boolean isExplained(Exception failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof CorpusException
                || failure instanceof DatabaseException
                || failure instanceof ImportException
                || failure instanceof MalformedFileException
                || failure instanceof RunFilesException
                || failure instanceof SuspectSaeException
                || failure instanceof UnsupportedException;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Featurescope " + ProgramVersion.get()};
        }
    }
}
