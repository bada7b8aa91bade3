package org.featurescope.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.featurescope.db.Database;
import org.featurescope.web.FeaturescopeWeb;
import org.featurescope.web.WebSettings;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * How fast the web app answers for pages of features, beside pgbench with the same queries, and what a page weighs. In a PostgreSQL of
 * its own, in a temporary folder that is removed. Client, web app and database share the machine.
 */
public final class SiteBenchmark {

    private static final double MEDIAN_BAR_MILLISECONDS = 8;
    private static final double TAIL_BAR_MILLISECONDS = 30;
    private static final double PGBENCH_BAR = 0.5;
    private static final double HTML_BAR_KILOBYTES = 40;
    private static final double VISIT_BAR_KILOBYTES = 100;
    private static final double QUERIES_BAR = 8;
    private static final int ROUNDS = 3;
    private static final double COMPILING_WHEN_WARM = 0.05;
    private static final double MODERATE = 0.5;
    private static final int WEIGHED_PAGES = 20;

    /**
     * @param features in all, half of them sparse and half dense
     * @param examples of each at the top
     * @param seconds of each measurement
     * @param mostWarmUp seconds before the first, at most
     * @param folder where the temporary folder is made
     */
    public record Settings(int features, int examples, int connections, int seconds, int mostWarmUp, Path folder) {

        public Settings {
            OptionValue.require("--features", features, 2 * SyntheticRun.Kind.values().length);
            OptionValue.require("--examples", examples, 1);
            OptionValue.require("--connections", connections, 1);
            OptionValue.require("--seconds", seconds, 1);
            OptionValue.require("--warm-up", mostWarmUp, 1);
        }

        private int featuresOfARun() {
            return features / SyntheticRun.Kind.values().length;
        }
    }

    private final Settings settings;
    private final Database database;
    private final Path folder;
    private final Consumer<Figure> figures;
    private final List<Long> runs = new ArrayList<>();

    private SiteBenchmark(Settings settings, Database database, Path folder, Consumer<Figure> figures) {
        this.settings = settings;
        this.database = database;
        this.folder = folder;
        this.figures = figures;
    }

    /** @param figures is told each as soon as it is known */
    public static void run(Settings settings, Consumer<Figure> figures) {
        try (TemporaryFolder folder = TemporaryFolder.in(settings.folder, "bench-site");
                Database database = Database.open(folder.path(), null)) {
            new SiteBenchmark(settings, database, folder.path(), figures).measure();
        } catch (IOException e) {
            throw new UncheckedIOException("the database to measure with cannot be made (" + e + ")", e);
        }
    }

    private void measure() {
        load();
        try (ConfigurableApplicationContext web =
                FeaturescopeWeb.start(new WebSettings(database.jdbcUrl(), database.user(), database.password(), 0))) {
            PageClient client = new PageClient("http://127.0.0.1:" + FeaturescopeWeb.port(web));
            weigh(client);
            PageLoad load = new PageLoad(client, this::path, settings.connections);
            warmUp(load);
            compare(load, queries(client));
        }
    }

    private void load() {
        SyntheticRun.publishContexts(database.dataSource());
        long start = System.nanoTime();
        for (SyntheticRun.Kind kind : SyntheticRun.Kind.values()) {
            runs.add(SyntheticRun.ofPages(kind, settings.examples)
                    .publish(database.dataSource(), settings.featuresOfARun()));
        }
        figures.accept(Figure.of("loading the features", (System.nanoTime() - start) / 1e9, "s"));
    }

    /** Until hardly anything is compiled any more, which on two processors takes minutes; caches are full long before. */
    private void warmUp(PageLoad load) {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        double compiling = 1;
        int warmed = 0;
        for (; warmed < settings.mostWarmUp && compiling > COMPILING_WHEN_WARM; warmed += settings.seconds) {
            long before = compiler.getTotalCompilationTime();
            load.measure(settings.seconds, 1_000L + warmed * settings.connections);
            compiling = (compiler.getTotalCompilationTime() - before) / (1e3 * settings.seconds);
        }
        figures.accept(Figure.of("warming up", warmed, "s"));
        figures.accept(Figure.of("compiling at its end, of one processor", 100 * compiling, "%"));
    }

    private String path(Random random) {
        return "/" + SyntheticRun.model(settings.featuresOfARun()) + "/" + SyntheticRun.SOURCE + "/"
                + random.nextInt(settings.featuresOfARun()) + "?run=" + runs.get(random.nextInt(runs.size()));
    }

    private List<String> paths(int count) {
        Random random = new Random(0);
        return IntStream.range(0, count).mapToObj(i -> path(random)).toList();
    }

    private void weigh(PageClient client) {
        List<PageWeight> weights = paths(WEIGHED_PAGES).stream()
                .map(path -> PageWeight.of(client, path))
                .toList();
        double html = weights.stream().mapToLong(PageWeight::html).max().orElseThrow() / 1e3;
        double all = weights.stream().mapToLong(PageWeight::all).max().orElseThrow() / 1e3;
        figures.accept(Figure.atMost("HTML of a page, compressed", html, "kB", HTML_BAR_KILOBYTES));
        figures.accept(Figure.atMost("all that a first visit loads", all, "kB", VISIT_BAR_KILOBYTES));
    }

    private PageQueries queries(PageClient client) {
        PageQueries queries = PageQueries.record(database.dataSource(), folder, client, paths(Pgbench.MOST_SCRIPTS));
        figures.accept(Figure.atMost("queries of a page, at most", queries.most(), "", QUERIES_BAR));
        return queries;
    }

    private void compare(PageLoad load, PageQueries queries) {
        Optional<Pgbench> pgbench = Pgbench.of(database, queries.scripts(folder));
        List<PageLoad.Measured> pages = new ArrayList<>();
        List<Double> scripts = new ArrayList<>();
        double before = ServerTime.seconds();
        for (int round = 0; round < ROUNDS; round++) {
            pages.add(load.measure(settings.seconds, 100L + round * settings.connections));
            pgbench.ifPresent(program -> scripts.add(program.perSecond(settings.connections, settings.seconds)));
        }
        long asked = pages.stream().mapToLong(round -> round.seconds().length).sum();
        figures.accept(
                Figure.of("processor time of a page, web app", 1e3 * (ServerTime.seconds() - before) / asked, "ms"));
        times("connections always busy", pages);
        double perSecond = median(pages, PageLoad.Measured::perSecond);
        times("at half that rate", List.of(load.paced(settings.seconds, 200, MODERATE * perSecond)));
        times("one connection", List.of(load.alone().measure(settings.seconds, 300)));
        figures.accept(
                scripts.isEmpty()
                        ? Figure.of("pages, no pgbench on the PATH", perSecond, "pages/s")
                        : Figure.atLeast(
                                "pages, beside pgbench",
                                perSecond,
                                "pages/s",
                                Rounds.median(scripts.stream()
                                        .mapToDouble(rate -> rate)
                                        .toArray()),
                                PGBENCH_BAR));
    }

    private void times(String how, List<PageLoad.Measured> pages) {
        figures.accept(Figure.atMost(
                "a page, " + how + ", median",
                1e3 * median(pages, page -> page.percentile(0.5)),
                "ms",
                MEDIAN_BAR_MILLISECONDS));
        figures.accept(Figure.atMost(
                "a page, " + how + ", 99th of 100",
                1e3 * median(pages, page -> page.percentile(0.99)),
                "ms",
                TAIL_BAR_MILLISECONDS));
    }

    private static double median(List<PageLoad.Measured> pages, ToDoubleFunction<PageLoad.Measured> what) {
        return Rounds.median(pages.stream().mapToDouble(what).toArray());
    }
}
