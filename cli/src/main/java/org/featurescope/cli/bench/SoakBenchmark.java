package org.featurescope.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.featurescope.db.Database;
import org.featurescope.web.WebSettings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A site under a mixed load for a long time: whether anything fails, how long answers take, whether memory stays flat. The site is
 * one of our own, over a synthetic index in a temporary folder and in a process of its own, or any other.
 */
public final class SoakBenchmark {

    /** Of requests, so that a first-come limit of one client is met, and the site's many visitors are not. */
    private static final int VISITORS = 250;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * @param seconds of load
     * @param features of the synthetic index
     * @param url of another site, without a path; null: our own
     * @param folder where the temporary folder is made
     */
    public record Settings(
            int seconds,
            int connections,
            int features,
            @Nullable String url,
            Path folder) {

        public Settings {
            OptionValue.require("--minutes", seconds, 1);
            OptionValue.require("--connections", connections, 2);
            OptionValue.require("--features", features, 2 * SyntheticRun.Kind.values().length);
        }
    }

    /**
     * @param when {@code start}, {@code middle} or {@code end} of the load
     * @param heapBytes in use once garbage was collected
     * @param residentBytes of the process; 0: the system does not tell
     */
    public record Memory(String when, long heapBytes, long residentBytes) {}

    /**
     * @param rows by kind of request, all together at the end
     * @param memory of the site; none of another's
     * @param failures some requests that failed, and how
     */
    public record Result(List<SoakTally.Row> rows, double seconds, List<Memory> memory, List<String> failures) {}

    private final Settings settings;
    private final String site;
    private final @Nullable BenchPeer server;
    private final Consumer<String> progress;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final SoakTally tally = new SoakTally();
    private final List<Memory> memory = new ArrayList<>();

    private SoakBenchmark(Settings settings, String site, @Nullable BenchPeer server, Consumer<String> progress) {
        this.settings = settings;
        this.site = site;
        this.server = server;
        this.progress = progress;
    }

    /** @param progress is told a sentence now and then */
    public static Result run(Settings settings, Consumer<String> progress) {
        if (settings.url != null) {
            return new SoakBenchmark(settings, settings.url.replaceFirst("/+$", ""), null, progress).measure();
        }
        try (TemporaryFolder folder = TemporaryFolder.in(settings.folder, "bench-soak");
                Database database = Database.open(folder.path(), null)) {
            index(database, settings.features);
            try (BenchPeer server = BenchPeer.ofOurs(SiteServer.class, List.of())) {
                JsonNode started = server.ask(SiteServer.greeting(
                        new WebSettings(database.jdbcUrl(), database.user(), database.password(), 0)));
                String site = "http://127.0.0.1:" + started.path("port").asInt();
                return new SoakBenchmark(settings, site, server, progress).measure();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the database to measure with cannot be made (" + e + ")", e);
        }
    }

    private static void index(Database database, int features) {
        SyntheticRun.publishContexts(database.dataSource());
        for (SyntheticRun.Kind kind : SyntheticRun.Kind.values()) {
            SyntheticRun.ofPages(kind, 20).publish(database.dataSource(), features / SyntheticRun.Kind.values().length);
        }
    }

    private Result measure() {
        SoakWorkload workload = SoakWorkload.of(this::json, json("/index.json"));
        long start = System.nanoTime();
        long length = TimeUnit.SECONDS.toNanos(settings.seconds);
        load(workload, 0, start + length / 20); // what is compiled and cached once, is
        remember("start");
        load(workload, 1, start + length / 2);
        remember("middle");
        load(workload, 2, start + length);
        remember("end");
        return new Result(tally.rows(), (System.nanoTime() - start) / 1e9, memory, tally.failures());
    }

    private void load(SoakWorkload workload, int part, long end) {
        ExecutorService threads = Executors.newFixedThreadPool(settings.connections);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < settings.connections; i++) {
                int connection = i;
                all.add(threads.submit(() -> ask(workload, new Random(1_000L * part + connection), connection, end)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load stopped (" + e.getCause() + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the load was interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The first connection is one visitor who wants too much; the others are many. */
    private void ask(SoakWorkload workload, Random random, int connection, long end) {
        while (System.nanoTime() < end) {
            SoakWorkload.Request request = workload.next(random);
            String visitor = "198.51.100." + (connection == 0 ? 255 : random.nextInt(VISITORS));
            long before = System.nanoTime();
            int status = status(request, visitor);
            tally.add(request, status, (System.nanoTime() - before) / 1e9);
        }
    }

    private int status(SoakWorkload.Request request, String visitor) {
        HttpRequest.Builder asked = HttpRequest.newBuilder(URI.create(site + request.path()))
                .timeout(PATIENCE)
                .header("Accept-Encoding", "gzip")
                .header("X-Forwarded-For", visitor);
        if (request.body() == null) {
            asked.method(request.method(), HttpRequest.BodyPublishers.noBody());
        } else {
            asked.header("Content-Type", "application/json")
                    .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()));
        }
        try {
            return client.send(asked.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return SoakTally.NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("a request was interrupted", e);
        }
    }

    private JsonNode json(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(site + path))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalArgumentException(site + path + " answers " + answer.statusCode());
            }
            return MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalArgumentException(site + path + " does not answer (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("a request was interrupted", e);
        }
    }

    private void remember(String when) {
        List<SoakTally.Row> rows = tally.rows();
        SoakTally.Row all = rows.get(rows.size() - 1);
        progress.accept("%s: %,d requests so far, %,d failed".formatted(when, all.requests(), all.failed()));
        if (server != null) {
            JsonNode now = server.ask("memory");
            memory.add(new Memory(
                    when,
                    now.path("heapBytes").asLong(),
                    now.path("residentBytes").asLong()));
        }
    }
}
