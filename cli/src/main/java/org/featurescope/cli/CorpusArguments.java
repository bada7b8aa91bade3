package org.featurescope.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code --corpus FILE…}, once for each corpus. */
final class CorpusArguments implements IParameterConsumer {

    /** The options themselves, for commands that read several corpora side by side. */
    static final class Options {

        @Option(
                names = "--corpus",
                paramLabel = "FILE",
                required = true,
                arity = "1..*",
                parameterConsumer = CorpusArguments.class,
                description =
                        "One or several files, read as one corpus: .jsonl or .jsonl.gz with a field \"text\" (and id,"
                                + " title, label, source, licence), .parquet with such columns, .txt, .txt.gz. Given again: a further"
                                + " corpus beside the first.")
        private List<List<Path>> corpora = new ArrayList<>();

        List<List<Path>> corpora() {
            return corpora;
        }
    }

    /** Everything up to the next option is one corpus; picocli would join the files of all occurrences. */
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's interface
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
        List<Path> files = new ArrayList<>();
        while (!arguments.isEmpty() && !isOption(arguments.peek(), command)) {
            files.add(Path.of(arguments.pop()));
        }
        if (files.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "Missing required parameter for option '--corpus' (<FILE>)");
        }
        List<List<Path>> corpora = new ArrayList<>(option.<List<List<Path>>>getValue());
        corpora.add(List.copyOf(files));
        option.setValue(corpora);
    }

    private static boolean isOption(String argument, CommandSpec command) {
        return command.optionsMap().containsKey(argument.replaceFirst("=.*", ""));
    }
}
