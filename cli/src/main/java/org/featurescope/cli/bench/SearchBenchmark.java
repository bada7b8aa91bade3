package org.featurescope.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.featurescope.db.Database;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.web.FeaturescopeWeb;
import org.featurescope.web.WebSettings;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * How fast the web app searches evidence, and what the index for it takes on disk beside the contexts. In a PostgreSQL of its own, in a
 * temporary folder that is removed. One question after the other; client, web app and database share the machine.
 */
public final class SearchBenchmark {

    private static final double WORDS_BAR_MILLISECONDS = 300;
    private static final double EXPRESSIONS_BAR_MILLISECONDS = 1_000;
    private static final double DISK_BAR = 1;
    private static final int LEAST_LITERAL = 4;

    /**
     * @param features in all, 25,000 a source
     * @param examples of each at the top
     * @param contexts that these are chosen from
     * @param seconds of each measurement
     * @param folder where the temporary folder is made
     */
    public record Settings(int features, int examples, int contexts, int seconds, Path folder) {

        public Settings {
            OptionValue.require("--features", features, 1);
            OptionValue.require("--examples", examples, 1);
            OptionValue.require("--contexts", contexts, examples);
            OptionValue.require("--seconds", seconds, 1);
        }
    }

    private final Settings settings;
    private final Database database;
    private final Consumer<Figure> figures;

    private SearchBenchmark(Settings settings, Database database, Consumer<Figure> figures) {
        this.settings = settings;
        this.database = database;
        this.figures = figures;
    }

    /** @param figures is told each as soon as it is known */
    public static void run(Settings settings, Consumer<Figure> figures) {
        try (TemporaryFolder folder = TemporaryFolder.in(settings.folder, "bench-search");
                Database database = Database.open(folder.path(), null)) {
            new SearchBenchmark(settings, database, figures).measure();
        } catch (IOException e) {
            throw new UncheckedIOException("the database to measure with cannot be made (" + e + ")", e);
        }
    }

    private void measure() {
        long start = System.nanoTime();
        new SearchCorpus(settings.contexts, settings.features, settings.examples).publish(database.dataSource());
        figures.accept(Figure.of("loading the features", (System.nanoTime() - start) / 1e9, "s"));
        double contexts = megabytes("context");
        double index = megabytes("text_word", "peak", "peak_word", "token_feature");
        figures.accept(Figure.atMost("index for search, beside the contexts", index, "MB", contexts, DISK_BAR));
        try (ConfigurableApplicationContext web =
                FeaturescopeWeb.start(new WebSettings(database.jdbcUrl(), database.user(), database.password(), 0))) {
            PageClient client = new PageClient("http://127.0.0.1:" + FeaturescopeWeb.port(web));
            measure(
                    client,
                    "a word",
                    WORDS_BAR_MILLISECONDS,
                    random -> "q=" + SearchCorpus.word(SearchCorpus.token(random)));
            measure(
                    client,
                    "a token at peaks",
                    WORDS_BAR_MILLISECONDS,
                    random -> "peakToken=" + encoded(SyntheticText.text(SearchCorpus.token(random))));
            measure(client, "a phrase", WORDS_BAR_MILLISECONDS, random -> "q=" + encoded('"' + phrase(random) + '"'));
            measure(
                    client,
                    "words anywhere",
                    WORDS_BAR_MILLISECONDS,
                    random -> "in=context&q=" + encoded(phrase(random)));
            measure(
                    client,
                    "an expression with a literal part",
                    EXPRESSIONS_BAR_MILLISECONDS,
                    random -> "match=regex&q=" + encoded(literal(random) + "[a-z]* \\w"));
            measure(
                    client,
                    "an expression without one",
                    EXPRESSIONS_BAR_MILLISECONDS,
                    random -> "match=regex&q=" + encoded("[a-z]{" + (6 + random.nextInt(6)) + "}"));
        }
    }

    private void measure(PageClient client, String name, double bar, Function<Random, String> question) {
        PageLoad load = new PageLoad(client, random -> "/search.json?" + question.apply(random), 1);
        load.measure(settings.seconds, 1); // compiles what runs often, fills caches
        PageLoad.Measured measured = load.measure(settings.seconds, 2);
        figures.accept(Figure.of(name + ", median", 1e3 * measured.percentile(0.5), "ms"));
        figures.accept(Figure.atMost(name + ", 95th of 100", 1e3 * measured.percentile(0.95), "ms", bar));
    }

    /** Two or three words that stand side by side somewhere. */
    private String phrase(Random random) {
        int[] tokens = SearchCorpus.tokens(random.nextInt(settings.contexts));
        int at = 1 + random.nextInt(tokens.length - 3);
        String two = SearchCorpus.word(tokens[at]) + " " + SearchCorpus.word(tokens[at + 1]);
        return random.nextBoolean() ? two : two + " " + SearchCorpus.word(tokens[at + 2]);
    }

    private static String literal(Random random) {
        String word = SearchCorpus.word(SearchCorpus.token(random));
        while (word.length() < LEAST_LITERAL) {
            word = SearchCorpus.word(SearchCorpus.token(random));
        }
        return word.substring(0, LEAST_LITERAL);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private double megabytes(String... tables) {
        return new RunCatalog(database.dataSource()).tableBytes(List.of(tables)) / 1e6;
    }
}
