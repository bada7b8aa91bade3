package org.featurescope.cli.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Random requests such as visitors, programs and attackers send, to whatever models a site has: pages, lists, searches, data, many at
 * once, and requests that are wrong.
 */
final class SoakWorkload {

    /** @param body null: none */
    record Request(
            String kind,
            String method,
            String path,
            @Nullable String body) {}

    private record Source(String model, String name, int features) {

        String path() {
            return "/" + model + "/" + name;
        }
    }

    private record Kind(String name, double weight, Function<Random, Request> make) {}

    private static final List<String> WORDS = List.of(
            "the",
            "of",
            "law",
            "water",
            "Canada",
            "import",
            "return",
            "die",
            "le",
            "1987",
            "war",
            "music",
            "zzxqy",
            "\"of the\"",
            "na\u00efve",
            "\u4eba");
    private static final List<String> EXPRESSIONS =
            List.of("[0-9]{4}", "colou?r", "(ab)+c", "^The", "(a+)+$", "\\bwar\\b");
    private static final List<String> SORTS =
            List.of("density", "max", "mean", "kurtosis", "skewness", "index", "min", "standard-deviation");
    private static final List<String> GROUPS = List.of("top", "all", "intervals", "labels", "random", "bottom");
    private static final List<String> WRONG = List.of(
            "/nowhere",
            "/nowhere/else/1",
            "/..%2f..%2fetc%2fpasswd",
            "/%00",
            "/%ff%fe/%c0%af",
            "/runs/0",
            "/runs/999999999",
            "/runs/99999999999999999999",
            "/search",
            "/compare",
            "/compare?f=x&f=y",
            "/oembed?url=http%3A%2F%2Fexample.org%2F",
            "/corpora/ffff/1",
            "/assets/none.css",
            "/api/feature/none/none/1",
            "/?run=%27%3B+drop+table+run%3B--");
    private static final List<String> WRONG_OF_A_SOURCE = List.of(
            "/99999999",
            "/-1",
            "/1e9",
            "/0?run=99999999",
            "/0?run=x",
            "/0?group=none",
            "/0?view=none&around=-5",
            "/0/top/9999",
            "?sort=none",
            "?after=AAAA",
            "?after=" + "A".repeat(3_000),
            "?limit=1000000000",
            "?max=nan..x",
            ".json?after=%7B%7D",
            "/0.png?run=x");

    private final List<Source> sources;
    private final List<Kind> kinds = new ArrayList<>();

    private SoakWorkload(List<Source> sources) {
        this.sources = sources;
        add("page", 40, random -> feature(random) + anyOf(random, "", "", "?group=" + of(GROUPS, random)));
        add("example", 5, random -> feature(random) + "/top/" + (1 + random.nextInt(5)));
        add("page as JSON", 15, random -> feature(random) + ".json");
        add("overview", 6, this::overview);
        add("list", 8, random -> source(random).path() + list(random));
        add("list as JSON", 4, random -> source(random).path() + ".json" + list(random));
        add("points of the plot", 1, random -> source(random).path() + "/points");
        add("list as CSV", 1, random -> source(random).path() + ".csv?sort=" + of(SORTS, random));
        add("whole source as JSON lines", 0.02, random -> source(random).path() + ".jsonl?limit=1");
        add("whole source as Parquet", 0.02, random -> source(random).path() + ".parquet?limit=1");
        add("features by name", 1, this::features);
        add("compare", 3, this::compare);
        add("card", 1, random -> feature(random) + ".png");
        add("search", 6, random -> "/search?q=" + encoded(of(WORDS, random)));
        add("search as JSON", 3, random -> "/search.json?q=" + encoded(of(WORDS, random)));
        add("search by expression", 2, random -> "/search?q=" + encoded("/" + of(EXPRESSIONS, random) + "/"));
        add("Neuronpedia's feature", 3, random -> "/api/feature" + feature(random));
        add("OpenAPI", 1, random -> "/openapi.json");
        kinds.add(new Kind("bulk", 1, this::bulk));
        add("wrong", 6, random -> of(WRONG, random));
        add("wrong of a source", 4, random -> source(random).path() + of(WRONG_OF_A_SOURCE, random));
        kinds.add(new Kind("wrong method or size", 1, this::wrongMethod));
    }

    /** @param index the site's {@code /index.json} */
    static SoakWorkload of(Function<String, JsonNode> site, JsonNode index) {
        List<Source> sources = new ArrayList<>();
        for (JsonNode model : index.path("models")) {
            String name = model.path("model").asString();
            for (JsonNode source : site.apply("/" + encoded(name) + ".json").path("sources")) {
                sources.add(new Source(
                        name,
                        source.path("source").asString(),
                        source.path("features").asInt()));
            }
        }
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("the site has no sources to ask for");
        }
        return new SoakWorkload(sources);
    }

    private void add(String kind, double weight, Function<Random, String> path) {
        kinds.add(new Kind(kind, weight, random -> new Request(kind, "GET", path.apply(random), null)));
    }

    Request next(Random random) {
        double drawn =
                random.nextDouble() * kinds.stream().mapToDouble(Kind::weight).sum();
        int kind = 0;
        for (double sum = kinds.get(0).weight; sum <= drawn && kind < kinds.size() - 1; sum += kinds.get(kind).weight) {
            kind++;
        }
        return kinds.get(kind).make.apply(random);
    }

    private int features() {
        return sources.stream().mapToInt(Source::features).sum();
    }

    /** That of a random feature of all. */
    private Source source(Random random) {
        int drawn = random.nextInt(Math.max(1, features()));
        int source = 0;
        for (int sum = sources.get(0).features; sum <= drawn && source < sources.size() - 1; ) {
            source++;
            sum += sources.get(source).features;
        }
        return sources.get(source);
    }

    private String feature(Random random) {
        Source source = source(random);
        return source.path() + "/" + random.nextInt(Math.max(1, source.features));
    }

    private String overview(Random random) {
        String model = "/" + source(random).model;
        return anyOf(
                random,
                "/",
                "/index.json",
                model,
                model + ".json",
                model + "/labels",
                "/random",
                "/sitemap.xml",
                "/health");
    }

    private static String list(Random random) {
        return anyOf(
                random,
                "?sort=" + of(SORTS, random),
                "?order=desc&sort=" + of(SORTS, random),
                "?sort=" + of(SORTS, random) + "&density=0.001..",
                "?max=1..&x=density&y=max");
    }

    private String compare(Random random) {
        return "/compare?f=" + encoded(feature(random).substring(1)) + "&f="
                + encoded(feature(random).substring(1));
    }

    private String features(Random random) {
        return "/features.json?"
                + Stream.generate(() -> "f=" + encoded(feature(random).substring(1)))
                        .limit(10)
                        .collect(Collectors.joining("&"));
    }

    /** As many features as a program might ask for at once. */
    private Request bulk(Random random) {
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Source source = source(random);
            wanted.add("{\"modelId\":\"%s\",\"layer\":\"%s\",\"index\":\"%d\"}"
                    .formatted(source.model, source.name, random.nextInt(Math.max(1, source.features))));
        }
        return new Request("bulk", "POST", "/api/features", "[" + String.join(",", wanted) + "]");
    }

    private Request wrongMethod(Random random) {
        return random.nextBoolean()
                ? new Request("wrong method or size", "DELETE", feature(random), null)
                : new Request("wrong method or size", "POST", "/api/features", "x".repeat(300_000));
    }

    private static String anyOf(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static <T> T of(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
