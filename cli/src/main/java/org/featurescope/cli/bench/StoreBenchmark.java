package org.featurescope.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.featurescope.db.Database;
import org.featurescope.db.store.RawCopy;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.db.store.RunSize;
import org.jspecify.annotations.Nullable;

/**
 * How fast runs are loaded beside a raw COPY of the same bytes, how large they are, and how fast a feature is read. In a PostgreSQL
 * of its own, in a temporary folder that is removed.
 */
public final class StoreBenchmark {

    private static final double LOAD_BAR = 0.6;
    private static final double READ_BAR_MILLISECONDS = 5.0;
    private static final int WARM_UP_FEATURES = 2_000;
    private static final int READS_OF_EACH_CONNECTION = 2_500;
    private static final int ROUNDS_OF_READS = 3;

    /**
     * @param features in all; each round loads a share of them, half of them sparse and half dense
     * @param folder where the temporary folder is made
     */
    public record Settings(int features, int examples, int rounds, int connections, Path folder) {

        public Settings {
            OptionValue.require("--examples", examples, 1);
            OptionValue.require("--rounds", rounds, 1);
            OptionValue.require("--connections", connections, 1);
            OptionValue.require("--features", features, 2 * rounds);
        }

        private int featuresOfARun() {
            return features / (2 * rounds);
        }
    }

    /** What was measured of the runs of one kind. */
    private record Loads(List<Double> features, List<Double> rawFeatures, List<Double> megabytes, List<RunSize> sizes) {

        Loads() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private final Settings settings;
    private final DataSource database;
    private final Path folder;
    private final Map<SyntheticRun.Kind, Loads> loads = new EnumMap<>(SyntheticRun.Kind.class);
    private final List<Long> runs = new ArrayList<>();

    private StoreBenchmark(Settings settings, DataSource database, Path folder) {
        this.settings = settings;
        this.database = database;
        this.folder = folder;
    }

    /** @param figures receives each as soon as it is known */
    public static void run(Settings settings, Consumer<Figure> figures) {
        try (TemporaryFolder folder = TemporaryFolder.in(settings.folder, "bench-store");
                Database database = Database.open(folder.path(), null)) {
            new StoreBenchmark(settings, database.dataSource(), folder.path()).measure(figures);
        } catch (IOException e) {
            throw new UncheckedIOException("the database to measure with cannot be made (" + e + ")", e);
        }
    }

    private void measure(Consumer<Figure> figures) {
        SyntheticRun.publishContexts(database);
        Map<SyntheticRun.Kind, SyntheticRun> kinds = new EnumMap<>(SyntheticRun.Kind.class);
        for (SyntheticRun.Kind kind : SyntheticRun.Kind.values()) {
            SyntheticRun synthetic = new SyntheticRun(kind, settings.examples);
            RawCopy.measure(database, synthetic.publish(database, WARM_UP_FEATURES), folder);
            kinds.put(kind, synthetic);
            loads.put(kind, new Loads());
        }
        for (int round = 0; round < settings.rounds; round++) {
            kinds.forEach((kind, synthetic) -> load(synthetic, Objects.requireNonNull(loads.get(kind))));
        }
        loads.forEach((kind, measured) -> addLoads(kind, measured, figures));
        addReads(figures);
    }

    /** A run, and at once the same bytes again as bare as can be, so that both meet the same minute. */
    private void load(SyntheticRun synthetic, Loads measured) {
        int features = settings.featuresOfARun();
        long start = System.nanoTime();
        long run = synthetic.publish(database, features);
        double seconds = (System.nanoTime() - start) / 1e9;
        RawCopy.Measured raw = RawCopy.measure(database, run, folder);
        measured.features.add(features / seconds);
        measured.rawFeatures.add(features / raw.seconds());
        measured.megabytes.add(raw.bytes() / seconds / 1e6);
        measured.sizes.add(new RunCatalog(database).size(run));
        runs.add(run);
    }

    private void addLoads(SyntheticRun.Kind kind, Loads measured, Consumer<Figure> figures) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        double examples = (double) settings.featuresOfARun() * settings.examples;
        figures.accept(Figure.atLeast(
                "load, " + name, median(measured.features), "features/s", median(measured.rawFeatures), LOAD_BAR));
        figures.accept(Figure.of("load, " + name, median(measured.megabytes), "MB/s"));
        figures.accept(Figure.atMost(
                "size of an example, " + name,
                median(measured.sizes.stream()
                        .map(size -> size.evidence() / examples)
                        .toList()),
                "bytes",
                kind == SyntheticRun.Kind.SPARSE ? 130 : 260));
        figures.accept(Figure.of(
                "statistics of a feature, " + name,
                median(measured.sizes.stream()
                        .map(size -> (double) size.statistics() / settings.featuresOfARun())
                        .toList()),
                "bytes"));
    }

    private static double median(List<Double> values) {
        return Rounds.median(values.stream().mapToDouble(value -> value).toArray());
    }

    /**
     * With all connections always busy, at half of the rate that this gives, and with so few connections that each has a processor for
     * itself and one for its server process.
     */
    private void addReads(Consumer<Figure> figures) {
        EvidenceLatency latency = new EvidenceLatency(database, runs, settings.featuresOfARun());
        int all = settings.connections;
        latency.measure(all, READS_OF_EACH_CONNECTION, 1);
        List<double[]> busy = reads(seed -> latency.measure(all, READS_OF_EACH_CONNECTION, seed));
        addReads(connections(all) + " always busy", busy, READ_BAR_MILLISECONDS, figures);
        double perSecond =
                all / median(busy, seconds -> Arrays.stream(seconds).average().orElseThrow());
        addReads(
                connections(all) + " at half that rate",
                reads(seed -> latency.paced(all, READS_OF_EACH_CONNECTION, seed, perSecond / 2)),
                READ_BAR_MILLISECONDS,
                figures);
        int few = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        if (few < all) {
            addReads(
                    connections(few),
                    reads(seed -> latency.measure(few, READS_OF_EACH_CONNECTION, seed)),
                    null,
                    figures);
        }
    }

    /** @param measurement is told a seed */
    private static List<double[]> reads(LongFunction<double[]> measurement) {
        return LongStream.range(2, 2 + ROUNDS_OF_READS).mapToObj(measurement).toList();
    }

    private static double median(List<double[]> rounds, ToDoubleFunction<double[]> what) {
        return Rounds.median(rounds.stream().mapToDouble(what).toArray());
    }

    private static String connections(int count) {
        return count + (count == 1 ? " connection" : " connections");
    }

    /** @param bar null: nothing is asked */
    private static void addReads(String how, List<double[]> rounds, @Nullable Double bar, Consumer<Figure> figures) {
        String name = "reading a feature, " + how;
        double last = 1e3 * median(rounds, seconds -> EvidenceLatency.percentile(seconds, 0.99));
        double half = 1e3 * median(rounds, seconds -> EvidenceLatency.percentile(seconds, 0.5));
        figures.accept(Figure.of(name + ", median", half, "ms"));
        figures.accept(
                bar == null
                        ? Figure.of(name + ", 99th of 100", last, "ms")
                        : Figure.atMost(name + ", 99th of 100", last, "ms", bar));
    }
}
