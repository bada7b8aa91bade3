package org.featurescope.web.openapi;

import java.util.List;
import java.util.regex.Pattern;

/** What {@code docs/api.md} calls the pages of an address, in the second column of the table of parameters. */
final class ApiPlace {

    private static final String NEURONPEDIA = "Neuronpedia";

    private record Rule(Pattern address, String of) {}

    private static final List<Rule> RULES = List.of(
            rule("/api/.*", NEURONPEDIA),
            rule("/search\\.json", "search"),
            rule("/compare\\.json", "/compare"),
            rule("/features\\.json", "/features.json"),
            rule("/oembed", "/oembed"),
            rule("/corpora/\\{corpus}\\.json", "corpora"),
            rule("/corpora/.*", "documents"),
            rule("/\\{model}\\.json", "models"),
            rule("/\\{model}/labels\\.json", "labels"),
            rule("/\\{model}/\\{source}\\.(jsonl|parquet)", "whole sources"),
            rule("/\\{model}/\\{source}(\\.(json|csv)|/points)", "lists"),
            rule("/\\{model}/\\{source}/\\{index}\\.json", "features"),
            rule("/\\{model}/\\{source}/\\{index}/.*", "examples"));

    private ApiPlace() {}

    private static Rule rule(String address, String of) {
        return new Rule(Pattern.compile(address), of);
    }

    /** Empty for a place that takes no parameters. */
    static String of(String path) {
        return RULES.stream()
                .filter(rule -> rule.address.matcher(path).matches())
                .findFirst()
                .map(Rule::of)
                .orElse("");
    }

    /** Of what stands in the address itself. @param of the place */
    static String inPath(String of) {
        return of.equals(NEURONPEDIA) ? NEURONPEDIA : "addresses";
    }
}
