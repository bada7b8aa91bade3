package org.featurescope.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the statements from the log of a PostgreSQL with {@code log_statement = all}, values in the place of parameters. Lines of an
 * entry begin with {@link #PREFIX}; those that go on with it, with a tab.
 */
final class StatementLog {

    /** To be set as {@code log_line_prefix}. */
    static final String PREFIX = "FEATURESCOPE ";

    private static final Pattern STATEMENT =
            Pattern.compile("LOG:\\s+(?:execute [^:]+|statement): (.*)", Pattern.DOTALL);
    private static final Pattern PARAMETERS = Pattern.compile("DETAIL:\\s+[Pp]arameters: (.*)", Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+) = (NULL|'(?:[^']|'')*')");
    private static final Pattern PLACE = Pattern.compile("\\$(\\d+)");

    private StatementLog() {}

    /** In the order of the log, each on one line. */
    static List<String> statements(String log) {
        List<String> statements = new ArrayList<>();
        for (String entry : log.split("(?m)^" + PREFIX, -1)) {
            Matcher statement = STATEMENT.matcher(entry);
            Matcher parameters = PARAMETERS.matcher(entry);
            if (statement.lookingAt()) {
                statements.add(oneLine(statement.group(1)));
            } else if (parameters.lookingAt() && !statements.isEmpty()) {
                int last = statements.size() - 1;
                statements.set(last, filled(statements.get(last), oneLine(parameters.group(1))));
            }
        }
        return statements;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").strip();
    }

    private static String filled(String statement, String parameters) {
        List<String> values = new ArrayList<>();
        PARAMETER.matcher(parameters).results().forEach(parameter -> values.add(parameter.group(2)));
        return PLACE.matcher(statement)
                .replaceAll(place -> Matcher.quoteReplacement(values.get(Integer.parseInt(place.group(1)) - 1)));
    }
}
