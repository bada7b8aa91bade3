package org.featurescope.db;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A second JVM that opens the database of a home and holds it until told to close, or killed. */
final class OtherProcess implements AutoCloseable {
    private final Process process;

    private OtherProcess(Process process) {
        this.process = process;
    }

    /** Returns when it has the database open. */
    static OtherProcess open(Path home) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java, "-cp", System.getProperty("java.class.path"), OtherProcess.class.getName(), home.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("open")) {
                return new OtherProcess(process);
            }
            said.append(line).append('\n');
        }
        throw new IOException("the other process ended: " + said);
    }

    public static void main(String[] arguments) throws IOException {
        Database database = Database.open(Path.of(arguments[0]), null);
        System.out.println("open");
        int told = System.in.read(); // its end is enough
        database.close();
        System.exit(told < 0 ? 0 : 1);
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Lets it close the database and end. */
    @Override
    public void close() throws IOException, InterruptedException {
        if (process.isAlive()) {
            process.getOutputStream().close();
            if (process.waitFor() != 0) {
                throw new IOException("the other process failed with " + process.exitValue());
            }
        }
    }
}
