package org.featurescope.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code import} of so many bytes of JSON and of a tenth of it, each in a process and a home of its own: how fast, and whether memory
 * grows. The memory is that of the importer, without PostgreSQL's.
 */
public final class ImportBenchmark {

    private static final int FACTOR = 10;
    private static final double BAR = 1.10;

    private ImportBenchmark() {}

    /** @param folder where the temporary folder is made, which is removed */
    public record Settings(double gigabytes, Path folder) {

        public Settings {
            if (!(gigabytes > 0 && gigabytes <= 1_000)) {
                throw new IllegalArgumentException("--gigabytes must be above 0 and at most 1000, got " + gigabytes);
            }
        }
    }

    private record Import(MeasuredProcess process, double megabytes) {

        double speed() {
            return megabytes / process.seconds();
        }

        String size() {
            return "%,.0f MB of JSON".formatted(megabytes);
        }
    }

    /**
     * @param program whose main method takes {@code import} and its options
     * @param figures receives each as soon as it is known
     */
    public static void run(Class<?> program, Settings settings, Consumer<Figure> figures) {
        Import little = measure(program, settings, settings.gigabytes / FACTOR);
        figures.accept(Figure.of("import, " + little.size(), little.speed(), "MB/s"));
        figures.accept(Figure.of("peak memory, likewise", little.process.peakMegabytes(), "MB"));
        Import much = measure(program, settings, settings.gigabytes);
        figures.accept(Figure.beside("import, " + much.size(), much.speed(), "MB/s", little.speed()));
        figures.accept(Figure.atMost(
                "peak memory, likewise", much.process.peakMegabytes(), "MB", little.process.peakMegabytes(), BAR));
    }

    private static Import measure(Class<?> program, Settings settings, double gigabytes) {
        try (TemporaryFolder folder = TemporaryFolder.in(settings.folder, "bench-import")) {
            Path dump = folder.path().resolve("dump");
            long bytes = SyntheticDump.write(dump, (long) (gigabytes * 1e9));
            List<String> arguments = List.of(
                    "import",
                    dump.toString(),
                    "--home",
                    folder.path().resolve("home").toString());
            return new Import(MeasuredProcess.of("import", BenchPeer.ownCommand(program, arguments)), bytes / 1e6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
