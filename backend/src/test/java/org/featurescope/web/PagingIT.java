package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PagingIT {

    private final TestSite site = TestSite.small();

    @ParameterizedTest
    @CsvSource({"index, asc", "index, desc", "density, asc", "density, desc", "max, asc", "max, desc"})
    void visitsEveryFeatureOnceInOrder(String sort, String order) {
        List<JsonNode> rows = new ArrayList<>();
        for (String page = "/tiny-2l/0-mlp.json?sort=" + sort + "&order=" + order; page != null; ) {
            JsonNode json = site.json(page);
            json.get("features").forEach(rows::add);
            page = json.get("next").isNull() ? null : json.get("next").asString();
        }
        assertThat(indexes(rows))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, SmallIndex.FEATURES).boxed().toList());
        Comparator<JsonNode> expected = Comparator.<JsonNode>comparingDouble(row -> value(row, sort))
                .thenComparingInt(row -> row.get("index").asInt());
        assertThat(rows).isSortedAccordingTo(order.equals("asc") ? expected : expected.reversed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"index", "density", "max"})
    void previousLeadsBackOverTheSamePages(String sort) {
        List<List<Integer>> forward = new ArrayList<>();
        String last = "";
        for (String page = "/tiny-2l/0-mlp?sort=" + sort; page != null; page = link(last, "next")) {
            last = site.html(page);
            forward.add(listed(last));
        }
        List<List<Integer>> backward = new ArrayList<>(List.of(listed(last)));
        for (String page = link(last, "prev"); page != null; page = link(last, "prev")) {
            last = site.html(page);
            backward.add(listed(last));
        }
        Collections.reverse(backward);
        assertThat(forward).hasSize(3);
        assertThat(backward).isEqualTo(forward);
    }

    @Test
    void aPageOfTheListLinksItsOwnTwin() {
        String first = site.html("/tiny-2l/0-mlp?sort=max");
        String second = site.html(Objects.requireNonNull(link(first, "next")));
        Matcher twin = Pattern.compile("<a rel=\"alternate\" type=\"application/json\" href=\"([^\"]+)\"")
                .matcher(second);
        assertThat(twin.find()).isTrue();
        List<JsonNode> rows = new ArrayList<>();
        site.json(twin.group(1).replace("&amp;", "&")).get("features").forEach(rows::add);
        assertThat(indexes(rows)).isEqualTo(listed(second));
    }

    @Test
    void aRowShowsTheTopExample() {
        JsonNode row = site.json("/tiny-2l/0-mlp.json").get("features").get(0);
        assertThat(row.get("top").get("peak").asDouble())
                .isEqualTo(row.get("statistics").get("max").asDouble());
        assertThat(row.get("top").get("token").asString()).isNotEmpty();
        JsonNode dead = site.json("/tiny-2l/0-mlp.json").get("features").get(SmallIndex.DEAD_FEATURE);
        assertThat(dead.get("top").isNull()).isTrue();
    }

    @Test
    void headingsSayWhatTheListIsSortedBy() {
        assertThat(site.html("/tiny-2l/0-mlp?sort=density"))
                .contains("aria-sort=\"descending\"><a href=\"/tiny-2l/0-mlp?sort=density&amp;order=asc\" title=");
    }

    private static double value(JsonNode row, String sort) {
        return switch (sort) {
            case "index" -> 0;
            case "density" -> row.get("statistics").get("activeTokens").asDouble();
            default -> row.get("statistics").get("max").asDouble();
        };
    }

    private static List<Integer> indexes(List<JsonNode> rows) {
        return rows.stream().map(row -> row.get("index").asInt()).toList();
    }

    private static List<Integer> listed(String html) {
        return Pattern.compile("<a href=\"/tiny-2l/0-mlp/(\\d+)\"")
                .matcher(html)
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .toList();
    }

    private static @org.jspecify.annotations.Nullable String link(String html, String rel) {
        Matcher link =
                Pattern.compile("<a rel=\"" + rel + "\" href=\"([^\"]+)\"").matcher(html);
        return link.find() ? link.group(1).replace("&amp;", "&") : null;
    }
}
