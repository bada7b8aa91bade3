package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Filters, orders, plot and CSV of a list. */
class SourceListIT {

    private static final String LIST = "/tiny-2l/0-mlp";
    private static final String RICH = "/tiny-full/0-mlp";

    private final TestSite site = TestSite.small();

    @ParameterizedTest
    @CsvSource({
        "max=4.., 67",
        "max=4..5, 34",
        "max=7..7, 17",
        "state=dead, 1",
        "state=alive, 119",
        "density=..0.002, 60",
        "max=4..&density=0.004.., 17",
        "max=100.., 0",
        "auc=0.., 0",
        "max=.., 120",
    })
    void filtersHoldTogether(String filters, int matching) {
        JsonNode page = site.json(LIST + ".json?" + filters);
        assertThat(page.get("matching").asInt()).isEqualTo(matching);
        assertThat(page.get("features").size()).isEqualTo(Math.min(matching, 50));
        assertThat(page.get("first").asInt()).isEqualTo(matching == 0 ? 0 : 1);
        for (JsonNode row : page.get("features")) {
            double max = row.get("statistics").get("max").asDouble();
            assertThat(!filters.contains("max=4") || max >= 4).isTrue();
        }
        assertThat(site.html(LIST + "?" + filters)).contains("of 120 neurons".substring(matching == 120 ? 3 : 0));
    }

    @Test
    void aFilteredListIsPagedToItsEnd() {
        List<Integer> indexes = new ArrayList<>();
        String url = LIST + ".json?max=1.5..&sort=max&order=asc";
        int first = 1;
        while (url != null) {
            JsonNode page = site.json(url);
            assertThat(page.get("first").asInt()).isEqualTo(first);
            page.get("features").forEach(row -> indexes.add(row.get("index").asInt()));
            first += page.get("features").size();
            url = page.get("next").isNull() ? null : page.get("next").asString();
        }
        assertThat(indexes)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, SmallIndex.FEATURES)
                        .filter(i -> i != SmallIndex.DEAD_FEATURE && i % 7 != 0)
                        .boxed()
                        .toList());
    }

    @Test
    void numbersOfLabelsWeightsAndTokensFilterAndSort() {
        assertThat(indexes(RICH + ".json?label=first/law&auc=0.9..")).containsExactly(EvidenceIndex.RICH);
        assertThat(indexes(RICH + ".json?label=code&auc=0.9..")).isEmpty();
        assertThat(indexes(RICH + ".json?label=(none)&auc=0.375..0.375")).containsExactly(EvidenceIndex.RICH);
        assertThat(indexes(RICH + ".json?outputNorm=0.7..0.8")).containsExactly(EvidenceIndex.RICH);
        assertThat(indexes(RICH + ".json?lookupShare=..0")).containsExactly(EvidenceIndex.CONSTANT);
        assertThat(indexes(RICH + ".json?logit=%20world")).containsExactly(EvidenceIndex.RICH);
        assertThat(indexes(RICH + ".json?sort=kurtosis&order=asc")).containsExactly(0, 1);
        JsonNode row = site.json(RICH + ".json?logit=Hello&sort=logit&label=code")
                .get("features")
                .get(0);
        assertThat(row.get("key").asDouble()).isEqualTo(0.75);
        assertThat(row.get("labelAuc").asDouble()).isEqualTo(0.25);
        assertThat(row.get("raises").get(0).toString())
                .isEqualTo("{\"tokenId\":2,\"token\":\" world\",\"effect\":1.5}");
    }

    private List<Integer> indexes(String url) {
        List<Integer> indexes = new ArrayList<>();
        site.json(url)
                .get("features")
                .forEach(row -> indexes.add(row.get("index").asInt()));
        return indexes;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max=1|max must be a range such as 0.5..2, 0.5.. or ..2, its lower end first, got 1.",
                "max=5&max=2|max must be a range such as 0.5..2, 0.5.. or ..2, its lower end first, got 5..2.",
                "state=gone|state must be one of any, alive, dead, got gone.",
                "sort=logit|sort=logit sorts by the effect on the logit of one token, so logit must name one, got none.",
                "logit=orld|logit must be the text of one token of tiny-2l, the space in front of it included, got “orld”.",
                "label=law|label must be a label of run 2, got law.",
                "x=weight|x must be one of density:linear",
            })
    void whatCannotBeReadIsExplained(String query, String detail) {
        HttpResponse<String> answer = site.get(LIST + ".json?" + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestSite.json(answer).get("detail").asString()).startsWith(detail);
        assertThat(site.get(LIST + "?" + query).statusCode()).isEqualTo(400);
    }

    @Test
    void anUnknownTokenLeadsToThoseThatHoldIt() {
        JsonNode problem = TestSite.json(site.get(RICH + ".json?logit=orld"));
        assertThat(problem.get("links").get(0).get("url").asString()).isEqualTo(RICH + "?logit=%20world");
    }

    @Test
    void aFormLeadsToTheShortestAddress() {
        HttpResponse<String> answer = site.get(
                LIST
                        + "?run=1&x=max&density=&density=&max=1.50&max=&label=&state=&logit=&sort=max&order=desc&lookupShare=&lookupShare=");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .endsWith(LIST + "?sort=max&max=1.5..&x=max&run=1");
        assertThat(site.get(LIST + "?sort=max&max=1.5..&x=max&run=1").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aCursorBelongsToItsList() {
        String next = site.json(LIST + ".json?max=1..").get("next").asString();
        String token = next.replaceFirst(".*after=", "");
        assertThat(site.get(LIST + ".json?max=1..&after=" + token).statusCode()).isEqualTo(200);
        assertThat(site.get(LIST + ".json?max=2..&after=" + token).statusCode()).isEqualTo(400);
        assertThat(site.get(LIST + ".json?max=1..&sort=max&after=" + token).statusCode())
                .isEqualTo(400);
        assertThat(site.get(LIST + ".json?max=1..&run=1&after=" + token).statusCode())
                .isEqualTo(400);
    }

    @Test
    void theTableSaysWhatIsInForce() {
        String html = site.html(RICH + "?max=1..&state=alive&logit=%20world");
        assertThat(html)
                .contains("aria-label=\"Remove the filter maximum ≥ 1.000\"")
                .contains("href=\"" + RICH + "?logit=%20world&amp;max=1..\"")
                .contains("href=\"" + RICH + "?state=alive&amp;logit=%20world\"")
                .contains("href=\"" + RICH + "\">Remove all</a>")
                .contains("name=\"max\" value=\"1\"", "value=\" world\"");
        assertThat(site.html(LIST)).doesNotContain("Remove all");
    }

    @Test
    void theCsvHasEveryNumberOfTheWholeList() {
        HttpResponse<String> answer = site.get(LIST + ".csv?sort=max&max=1..");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=tiny-2l-0-mlp-run-2.csv");
        List<String> lines = answer.body().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("index,density,max,min,mean,standardDeviation,skewness,kurtosis,lookupShare,outputNorm,"
                        + "inputNorm,inputOutputCosine,auc");
        assertThat(lines)
                .hasSize(1 + site.json(LIST + ".json?max=1..").get("matching").asInt());
        assertThat(lines.get(1)).isEqualTo("118,0.003,7.0,-0.25,0.024691358,1.0,1.5,7.25,,,,,");
        assertThat(answer.body()).endsWith("\r\n");
    }

    @Test
    void cellsOfThePlotLeadToTheirFeatures() {
        JsonNode plot = site.json(LIST + ".json?x=max&y=density").get("plot");
        assertThat(plot.get("drawn").asInt()).isEqualTo(119);
        int drawn = 0;
        for (JsonNode cell : plot.get("cells")) {
            drawn += cell.get("features").asInt();
        }
        assertThat(drawn).isEqualTo(119);
        String html = site.html(LIST + "?x=max&y=density");
        Matcher cell = Pattern.compile("<a href=\"([^\"]*)\" tabindex=\"-1\"><title>([\\d,]+) neuron")
                .matcher(html);
        assertThat(cell.find()).isTrue();
        JsonNode inside = site.json(cell.group(1).replace("&amp;", "&").replaceFirst("\\?", ".json?"));
        assertThat(inside.get("matching").asInt()).isEqualTo(Integer.parseInt(cell.group(2)));
        assertThat(html).contains("1 of 120 neurons are not drawn");
    }

    @Test
    void pointsAreTwoNumbersForEachFeature() {
        JsonNode plot = site.json(LIST + ".json?state=alive").get("plot");
        String points = plot.get("points").asString();
        assertThat(points).isEqualTo(LIST + "/points?state=alive&run=2");
        HttpResponse<byte[]> answer = site.bytes(points);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(4 * SmallIndex.FEATURES);
        int dead = 4 * SmallIndex.DEAD_FEATURE;
        assertThat(answer.body()).containsSequence(new byte[] {-1, -1, -1, -1});
        assertThat(Arrays.copyOfRange(answer.body(), dead, dead + 4)).containsOnly(-1);
    }

    @Test
    void linksStayInThePinnedRun() {
        assertThat(site.html(LIST + "?run=1&sort=max"))
                .contains(LIST + "/118?run=1\"", "?run=1&amp;sort=density", "name=\"run\" value=\"1\"");
    }
}
