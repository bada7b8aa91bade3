package org.featurescope.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.featurescope.db.store.StatementLogging;

/**
 * What pages ask the database, as its log tells, with the values that they ask with.
 *
 * @param ofPages statements of each page, in their order
 */
record PageQueries(List<List<String>> ofPages) {

    private static final String MARK = "select 'a page begins'";
    private static final Pattern QUERY = Pattern.compile("(?i)(select|with)\\b.*");

    /** Asks for pages one after another while the server logs. The user must be one who may change the server's settings. */
    static PageQueries record(DataSource database, Path home, PageClient client, List<String> paths) {
        try {
            Path log = log(home);
            long before;
            try (StatementLogging logging = StatementLogging.begin(database, StatementLog.PREFIX)) {
                before = Files.size(log);
                for (String path : paths) {
                    logging.mark(MARK);
                    client.get(path);
                }
                logging.mark(MARK);
            }
            return of(Files.readString(log).substring((int) before));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the queries of pages cannot be read from the log (" + e.getMessage() + ")", e);
        }
    }

    private static Path log(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.endsWith("server.log"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no server.log under " + home));
        }
    }

    private static PageQueries of(String log) {
        List<List<String>> pages = new ArrayList<>();
        for (String statement : StatementLog.statements(log)) {
            if (statement.equals(MARK)) {
                pages.add(new ArrayList<>());
            } else if (!pages.isEmpty()) {
                pages.get(pages.size() - 1).add(statement);
            }
        }
        if (!pages.isEmpty()) {
            pages.remove(pages.size() - 1); // what came after the last page
        }
        return new PageQueries(pages);
    }

    /** The most queries of one page; what begins and ends a transaction is none. */
    int most() {
        return ofPages.stream()
                .mapToInt(page -> (int) page.stream()
                        .filter(statement -> QUERY.matcher(statement).matches())
                        .count())
                .max()
                .orElse(0);
    }

    /** A script of pgbench for each page. */
    List<Path> scripts(Path folder) {
        try {
            List<Path> scripts = new ArrayList<>();
            for (List<String> page : ofPages) {
                Path script = folder.resolve("page-" + scripts.size() + ".sql");
                Files.writeString(script, String.join(";\n", page) + ";\n");
                scripts.add(script);
            }
            return scripts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(ofPages.stream().mapToInt(List::size).toArray()) + " statements";
    }
}
