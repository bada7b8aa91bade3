package org.featurescope.cli.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.featurescope.db.Database;

/** PostgreSQL's own program for measuring, which does nothing with the rows it gets. */
final class Pgbench {

    /** It takes no more. */
    static final int MOST_SCRIPTS = 100;

    private static final Pattern ADDRESS = Pattern.compile("jdbc:postgresql://([^:/]+):(\\d+)/([^?]+).*");
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private final String program;
    private final Database database;
    private final List<Path> scripts;

    private Pgbench(String program, Database database, List<Path> scripts) {
        this.program = program;
        this.database = database;
        this.scripts = List.copyOf(scripts);
    }

    /** Empty if it is not on the PATH. */
    static Optional<Pgbench> of(Database database, List<Path> scripts) {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "pgbench"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Pgbench(program.toString(), database, scripts));
    }

    /** Scripts a second, drawn at random; statements are prepared once. */
    double perSecond(int connections, int seconds) {
        Matcher address = ADDRESS.matcher(database.jdbcUrl());
        if (!address.matches()) {
            throw new IllegalStateException("pgbench needs an address with host and port");
        }
        List<String> command = new ArrayList<>(List.of(
                program,
                "--no-vacuum",
                "--protocol=prepared",
                "--host=" + address.group(1),
                "--port=" + address.group(2),
                "--username=" + database.user(),
                "--client=" + connections,
                "--jobs=2",
                "--time=" + seconds));
        scripts.forEach(script -> command.add("--file=" + script));
        command.add(address.group(3));
        return rate(command);
    }

    private double rate(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", Objects.requireNonNullElse(database.password(), ""));
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher rate = RATE.matcher(output);
            if (process.waitFor() != 0 || !rate.find()) {
                throw new IllegalStateException("pgbench failed: " + output);
            }
            return Double.parseDouble(rate.group(1));
        } catch (IOException e) {
            throw new IllegalStateException("pgbench cannot be run (" + e.getMessage() + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("pgbench was interrupted", e);
        }
    }
}
