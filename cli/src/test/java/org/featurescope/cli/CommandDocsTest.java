package org.featurescope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/commands.md describes the command line: all of it, and nothing else. */
class CommandDocsTest {

    private static final Path DOCUMENT = Path.of("../docs/commands.md");
    private static final String SHARED = "Options of all commands";
    private static final Pattern HEADING = Pattern.compile("(?m)^## (.+)$");
    private static final String DATABASE = "Options of commands that use the index";
    private static final Pattern COMMAND_HEADING = Pattern.compile("`featurescope ([a-z-]+(?: [a-z-]+)?)`");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])(--[a-z][a-z-]*|-[a-zA-Z])(?![\\w-])");

    private String document = "";

    /** By their headings, in order. */
    private Map<String, String> sections = Map.of();

    @BeforeEach
    void readDocument() throws IOException {
        document = Files.readString(DOCUMENT);
        sections = new LinkedHashMap<>();
        String[] texts = HEADING.split(document);
        int next = 1;
        for (MatchResult heading : HEADING.matcher(document).results().toList()) {
            sections.put(heading.group(1), texts[next++]);
        }
    }

    /** As they are typed; of a command that has commands, only those. */
    static Stream<String> commands() {
        return Featurescope.commandLine().getSubcommands().entrySet().stream().flatMap(command -> {
            Set<String> inner = command.getValue().getSubcommands().keySet();
            return inner.isEmpty()
                    ? Stream.of(command.getKey())
                    : inner.stream().map(name -> command.getKey() + " " + name);
        });
    }

    @Test
    void everyCommandHasASectionAndEverySectionACommand() {
        Set<String> described = sections.keySet().stream()
                .flatMap(heading -> COMMAND_HEADING.matcher(heading).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());

        assertThat(described).isNotEmpty().isEqualTo(commands().collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theTablesOfACommandListExactlyItsOptions(String name) {
        assertThat(optionsIn(tablesOf(name))).isEqualTo(optionsOf(command(name)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyFixedDefaultStandsInTheRowOfItsOption(String name) {
        for (OptionSpec option : command(name).getCommandSpec().options()) {
            String value = option.defaultValue();
            if (value != null && option.type() != Path.class) { // a folder depends on the machine
                assertThat(rowOf(option, name).split("(?<!\\\\)\\|", -1)[2].strip())
                        .as("default of " + option.longestName())
                        .isEqualTo("`" + value + "`");
            }
        }
    }

    @Test
    void noOptionIsNamedThatDoesNotExist() {
        Set<String> known = commands()
                .flatMap(name -> optionsOf(command(name)).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(known).isNotEmpty().containsAll(optionsIn(document));
    }

    private String rowOf(OptionSpec option, String command) {
        return tablesOf(command)
                .lines()
                .filter(row -> optionsIn(row.split("\\|", 3)[1]).contains(option.longestName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(DOCUMENT + " has no row for " + option.longestName()));
    }

    /** The shared tables that are about a command, and its own. */
    private String tablesOf(String command) {
        boolean usesIndex = optionsOf(command(command)).contains("--db");
        return rows(section(SHARED)) + (usesIndex ? rows(section(DATABASE)) : "") + rows(sectionOf(command));
    }

    private String sectionOf(String command) {
        return section("`featurescope " + command + "`");
    }

    private String section(String heading) {
        assertThat(sections).containsKey(heading);
        return Objects.requireNonNull(sections.get(heading));
    }

    /** Of its tables, without their heads. */
    private static String rows(String section) {
        return section.lines().filter(line -> line.startsWith("| `-")).collect(Collectors.joining("\n", "", "\n"));
    }

    private static Set<String> optionsIn(String text) {
        return OPTION.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> optionsOf(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> Stream.of(option.names()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static CommandLine command(String name) {
        CommandLine found = Featurescope.commandLine();
        for (String part : name.split(" ")) {
            found = Objects.requireNonNull(found.getSubcommands().get(part));
        }
        return found;
    }
}
