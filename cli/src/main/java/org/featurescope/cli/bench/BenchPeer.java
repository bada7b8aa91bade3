package org.featurescope.cli.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The other end of a process that works when told to, ours or a rival: a line asks, a line of JSON answers. */
final class BenchPeer implements AutoCloseable {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int GRACE_SECONDS = 10;

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter commands;
    private final JsonNode greeting;

    private BenchPeer(String name, List<String> command) {
        this.name = name;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " cannot be started: " + e.getMessage(), e);
        }
        answers = process.inputReader();
        commands = process.outputWriter();
        greeting = answer();
    }

    /**
     * This program in a process of its own, with the same settings of the JVM.
     *
     * @param server its main class
     */
    static BenchPeer ofOurs(Class<?> server, List<String> arguments) {
        return new BenchPeer("our own process", ownCommand(server, arguments));
    }

    /** The command line that runs a class of this program as this process was started. */
    static List<String> ownCommand(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** @param python an interpreter that has what the script needs */
    static BenchPeer ofPython(Path python, Path script, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(python.toString(), script.toString()));
        command.addAll(arguments);
        return new BenchPeer(python + " " + script, command);
    }

    /** What it said when the model was loaded. */
    JsonNode greeting() {
        return greeting;
    }

    /** Sends a command and waits for its answer. */
    JsonNode ask(String command) {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw ended(e);
        }
        return answer();
    }

    private JsonNode answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw ended(null);
            }
            return MAPPER.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(name + " gave an answer that is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IllegalArgumentException ended(@Nullable Throwable cause) {
        return new IllegalArgumentException(name + " ended before it answered; what it printed stands above", cause);
    }

    @Override
    public void close() {
        try {
            commands.write("quit\n");
            commands.close();
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
