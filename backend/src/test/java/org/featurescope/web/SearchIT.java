package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Search, beside a search of all stored examples one by one. */
class SearchIT {

    private static TestSite site;
    private static SearchIndex index;

    @BeforeAll
    static void open() {
        index = new SearchIndex();
        site = TestSite.over(database -> {
            index.write(database);
            explain(database);
        });
    }

    private static void explain(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into explanation (source_id, feature_index, description, language, explainer, origin)"
                            + " select id, 7, 'ships and harbours', 'english', 'a person', 'by hand' from source where layer = 0"
                            + " union all select id, 9, 'die Häuser <b>', 'german', null, 'by hand' from source where layer = 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void explanationsAreFoundByStemsAndBeginnings() {
        for (String words : List.of("ship", "harbour ships", "har")) {
            JsonNode found = site.json("/search.json?explained=" + encoded(words));
            assertThat(found.get("found").asInt()).as(words).isEqualTo(1);
            assertThat(found.at("/results/0/index").asInt()).isEqualTo(7);
            assertThat(found.at("/results/0/explanations/0/description").asString())
                    .isEqualTo("ships and harbours");
        }
        assertThat(site.json("/search.json?explained=Haus")
                        .at("/results/0/index")
                        .asInt())
                .isEqualTo(9);
        assertThat(site.json("/search.json?explained=ship&layer=1").get("found").asInt())
                .isZero();
        assertThat(site.html("/search-0/0-mlp/7")).contains("ships and harbours", "a person");
        assertThat(site.html("/search-1/1-mlp/9")).contains("die Häuser &lt;b&gt;");
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private record Hit(String model, int feature, int matching) {}

    /** Words of one token each, so that what matches is plain: the expression must match with no letter or digit beside it. */
    @ParameterizedTest
    @CsvSource({
        "canada, (?iu)canada",
        "CANADA, (?iu)canada",
        "cafe, (?iu)cafe",
        "Café, (?iu)cafe",
        "the, (?iu)the",
        "prime, (?iu)prime",
        "straße, (?iu)straße",
        "ελλας, (?iu)ελλα[ςσ]",
        "مرحبا, مرحبا",
        "שלום, שלום",
        "naive, (?iu)naive",
        "'\"prime minister\"', (?iu)prime minister",
        "'“the prime minister”', (?iu)the prime minister",
        "'\"of the\"', (?iu)of the",
    })
    void wordsAndPhrases(String question, String expression) {
        assertRanked("q=" + encoded(question), whole(expression), true, false);
        assertRanked("in=context&q=" + encoded(question), whole(expression), true, true);
    }

    /** Chinese characters are words by themselves, so they may stand beside. */
    private static String whole(String expression) {
        String letter = "[\\p{L}\\p{M}\\p{N}&&[^中国]]";
        return "(?<!" + letter + ")(?:" + expression + ")(?!" + letter + ")";
    }

    @ParameterizedTest
    @ValueSource(strings = {"中", "中国", "%", "_", "\\", "'", "👍🏽"})
    void charactersThatStandByThemselves(String question) {
        assertRanked("q=" + encoded(question), "(?iu)" + Pattern.quote(question), true, false);
    }

    /** Of one that begins or ends with a letter, other letters must not stand beside it. */
    @Test
    void charactersBesideLetters() {
        assertRanked("q=100%25", "(?<![\\p{L}\\p{N}&&[^中国]])100%", true, false);
        assertRanked("q=a_b", "(?iu)" + whole("a_b"), true, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anad", "AN", "a p", "ana ca", "ﬁn", "中国", "%", "_b", "\\"})
    void partsOfWords(String part) {
        String plain = Normalizer.normalize(part, Normalizer.Form.NFKD);
        assertRanked("match=part&q=" + encoded(part), "(?iu)" + Pattern.quote(plain), true, false);
        assertRanked("match=part&in=context&q=" + encoded(part), "(?iu)" + Pattern.quote(plain), true, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "canad(a|ian)",
                "prime\\s+minister",
                "[Cc]an",
                "the|of",
                "\\n",
                "\\bof\\b",
                "(?:house)?canada",
                "caf.",
                "中国+"
            })
    void regularExpressions(String expression) {
        assertRanked("match=regex&q=" + encoded(expression), "(?iuU)" + expression, false, false);
        assertRanked("match=regex&case=keep&q=" + encoded(expression), "(?U)" + expression, false, false);
        assertRanked("q=" + encoded("/" + expression + "/"), "(?iuU)" + expression, false, false);
    }

    @Test
    void caseAndAccentsMatterWhenAsked() {
        assertRanked("case=keep&q=Canada", whole("Canada"), true, false);
        assertRanked("accents=keep&q=cafe", whole("(?iu)cafe"), false, false);
    }

    /** The sampled path is not tried here: it takes more contexts than a test should have. */
    private static void assertRanked(String parameters, String expression, boolean folded, boolean anywhere) {
        List<Hit> expected = expected(Pattern.compile(expression), folded, anywhere);
        List<Hit> found = new ArrayList<>();
        String url = "/search.json?" + parameters;
        while (url != null) {
            JsonNode page = site.json(url);
            assertThat(page.get("found").asInt()).as(url).isEqualTo(expected.size());
            assertThat(page.get("complete").asBoolean()).isTrue();
            page.get("results")
                    .forEach(each -> found.add(new Hit(
                            each.get("model").asString(),
                            each.get("index").asInt(),
                            each.get("matching").asInt())));
            url = next(page);
        }
        assertThat(found).as("%s, seed %d", parameters, SearchIndex.SEED).isEqualTo(expected);
    }

    private static List<Hit> expected(Pattern pattern, boolean folded, boolean anywhere) {
        record Ranked(Hit hit, double share, float best) {}
        List<Ranked> all = new ArrayList<>();
        for (SearchIndex.Known feature : index.known()) {
            int matching = 0;
            float best = 0;
            for (SearchIndex.Peak peak : feature.top()) {
                if (matches(pattern, folded, anywhere, peak)) {
                    matching++;
                    best = Math.max(best, peak.peak());
                }
            }
            if (matching > 0) {
                all.add(new Ranked(
                        new Hit(SearchIndex.model(feature.source()), feature.feature(), matching),
                        matching / (double) Math.max(5, feature.top().size()),
                        best));
            }
        }
        all.sort(Comparator.comparing(Ranked::share)
                .reversed()
                .thenComparing(Comparator.comparing(Ranked::best).reversed())
                .thenComparing(each -> -each.hit.matching)
                .thenComparing(each -> each.hit.model)
                .thenComparing(each -> each.hit.feature));
        return all.stream().map(Ranked::hit).toList();
    }

    /** Folding keeps no places, so a match is sought character by character: any that begins and ends where one may. */
    private static boolean matches(Pattern pattern, boolean folded, boolean anywhere, SearchIndex.Peak peak) {
        StringBuilder text = new StringBuilder();
        List<Integer> origins = new ArrayList<>();
        for (int at = 0; at < peak.text().length(); ) {
            int c = peak.text().codePointAt(at);
            String plain = folded
                    ? Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD)
                            .replaceAll("[\\u0300-\\u036f]", "")
                    : Character.toString(c);
            for (int i = 0; i < plain.length(); i++) {
                origins.add(at);
            }
            text.append(plain);
            at += Character.charCount(c);
        }
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            boolean meets = origins.get(matcher.start()) < peak.end() && origins.get(matcher.end() - 1) >= peak.start();
            if (anywhere || meets) {
                return true;
            }
        }
        return false;
    }

    @Test
    void numbersAndPlacesNarrowIt() {
        int all = site.json("/search.json?q=canada").get("found").asInt();
        int one = site.json("/search.json?q=canada&model=search-0").get("found").asInt();
        int two = site.json("/search.json?q=canada&layer=1").get("found").asInt();
        assertThat(one).isPositive();
        assertThat(one + two).isEqualTo(all);
        assertThat(site.json("/search.json?q=canada&max=..9").get("found").asInt())
                .isZero();
        assertThat(site.json("/search.json?q=canada&max=9..").get("found").asInt())
                .isEqualTo(all);
        assertThat(site.json("/search.json?max=9..").get("found").asInt()).isEqualTo(2 * SearchIndex.FEATURES);
        assertThat(site.get("/search?model=unknown&q=x").statusCode()).isEqualTo(400);
    }

    @Test
    void aPageShowsTheEvidenceWithWhatWasSearchedFor() {
        String html = site.html("/search?q=canada");
        assertThat(html).contains("top examples match", " hit\"", "<mark", "the most useful first");
        assertThat(site.queries("/search?q=canada&case=keep")).hasSizeLessThanOrEqualTo(8);
        assertThat(site.queries("/search?q=canada")).hasSizeLessThanOrEqualTo(8);
        assertThat(site.queries("/search?match=regex&q=%5B%5Ea%5D")).hasSizeLessThanOrEqualTo(8);
    }

    /** The first time, when no column of numbers is kept yet; vocabularies are. Of a feature for which all of it holds, so that there is a result. */
    @Test
    void everyConditionAtOnceAsksEightThings() throws SQLException {
        SearchIndex.Known feature = index.known().stream()
                .filter(each -> each.source() == 0 && !each.top().isEmpty())
                .filter(each -> each.top().get(0).token().matches(" [A-Za-z]+"))
                .findFirst()
                .orElseThrow();
        try (Connection connection = site.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into explanation (source_id, feature_index, description, origin)" + " select id, "
                    + feature.feature() + ", 'walruses', 'by hand' from source where layer = 0");
        }
        site.html("/search?token=%20the");
        String token = feature.top().get(0).token();
        String everything = "?q=" + encoded(token) + "&match=part&in=context&case=keep&accents=keep&explained=walrus"
                + "&token=" + encoded(SearchIndex.raised(feature.feature()))
                + "&lowers=" + encoded(SearchIndex.lowered(feature.feature()))
                + "&lookupToken=" + encoded(SearchIndex.lookedUp(feature.feature()))
                + "&peakToken=" + encoded(token) + "&skewness=..5&standardDeviation=0..";
        assertThat(site.firstQueries("/search" + everything)).hasSizeBetween(7, 8);
        JsonNode page = site.json("/search.json" + everything);
        assertThat(page.get("found").asInt()).isEqualTo(1);
        assertThat(page.at("/results/0/index").asInt()).isEqualTo(feature.feature());
        assertThat(page.at("/results/0/explanations/0/description").asString()).isEqualTo("walruses");
    }

    /** Beside a look at all features. */
    @ParameterizedTest
    @ValueSource(strings = {" the", " Canada", " canada", "t", "中", "\n", ",", " don"})
    void tokensAreFoundExactly(String token) {
        assertTokens(
                "token", token, found(feature -> SearchIndex.raised(feature).equals(token)));
        assertTokens(
                "lowers", token, found(feature -> SearchIndex.lowered(feature).equals(token)));
        assertTokens(
                "lookupToken",
                token,
                found(feature -> SearchIndex.lookedUp(feature).equals(token)));
        List<String> peaking = index.known().stream()
                .filter(feature ->
                        feature.top().stream().anyMatch(peak -> peak.token().equals(token)))
                .map(feature -> SearchIndex.model(feature.source()) + "/" + feature.feature())
                .toList();
        assertTokens("peakToken", token, peaking);
    }

    private static List<String> found(IntPredicate holds) {
        return index.known().stream()
                .filter(feature -> holds.test(feature.feature()))
                .map(feature -> SearchIndex.model(feature.source()) + "/" + feature.feature())
                .toList();
    }

    private static void assertTokens(String parameter, String token, List<String> expected) {
        List<String> found = new ArrayList<>();
        double last = Double.POSITIVE_INFINITY;
        String url = "/search.json?" + parameter + "=" + encoded(token);
        while (url != null) {
            JsonNode page = site.json(url);
            assertThat(page.get("found").asInt()).as(url).isEqualTo(expected.size());
            for (JsonNode each : page.get("results")) {
                found.add(each.get("model").asString() + "/" + each.get("index").asInt());
                assertThat(each.get("score").asDouble()).isPositive().isLessThanOrEqualTo(last);
                last = each.get("score").asDouble();
                assertThat(page.get("rankedBy").asString()).isEqualTo(parameter);
            }
            url = next(page);
        }
        assertThat(found).as(parameter + "=" + token).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static @Nullable String next(JsonNode page) {
        return page.get("next").isNull() ? null : page.get("next").asString().replace("/search?", "/search.json?");
    }

    @Test
    void scoresSayWhatTheyAre() {
        assertThat(site.html("/search?token=%20the")).contains("raises “ the” by 1.5");
        assertThat(site.html("/search?lowers=%20cafe")).contains("lowers “ cafe” by 1.5");
        assertThat(site.html("/search?lookupToken=t")).contains("at “t” 1", "% of its maximum on average");
        assertThat(site.html("/search?peakToken=%20the")).contains("peaks at “ the” in ", " top examples");
        assertThat(site.html("/search?kurtosis=1..")).contains("kurtosis: 3.00");
        assertThat(site.html("/search?explained=ships")).contains("fit of the explanation: 0.");
        assertThat(site.html("/search?max=1..")).contains("120 features of 2 sources of 2 models");
    }

    @Test
    void conditionsOnTokensCombine() {
        String both = "/search.json?token=%20the&lowers=" + encoded(SearchIndex.lowered(0));
        List<String> expected = found(feature -> SearchIndex.raised(feature).equals(" the")
                && SearchIndex.lowered(feature).equals(SearchIndex.lowered(0)));
        assertThat(site.json(both).get("found").asInt())
                .isEqualTo(expected.size())
                .isPositive();
        assertThat(site.json("/search.json?token=%20the&q=canada").get("found").asInt())
                .isLessThan(site.json("/search.json?q=canada").get("found").asInt());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://www.neuronpedia.org/gemma-2-2b/20-gemmascope-res-16k/123 | gemma-2-2b is not in this index. Its models: search-0, search-1.",
                "https://neuroscope.io/gpt2-small/6/1234.html | gpt2 is not in this index.",
                "https://www.neuronpedia.org/search-0/3-res-jb/5 | search-0 has no source 3-res-jb in this index. Its sources: 0-mlp.",
                "search-0/0/5000 | search-0 0-mlp has no neuron 5000; they are numbered from 0 to 59.",
                "blocks.9.hook_resid_pre | No source of this index is at blocks.9.hook_resid_pre. Its hook points: blocks.0.mlp.hook_post",
            })
    void whatIsNotHereIsSaid(String question, String sentence) {
        assertThat(site.html("/search?q=" + encoded(question))).contains(sentence);
        assertThat(site.json("/search.json?q=" + encoded(question))
                        .get("absent")
                        .asString())
                .contains(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "q=(&match=regex, regular expression",
        "q=x&match=sounds, match must be one of",
        "q=x&layer=two, layer must be a number",
        "q=x&page=0, page must be from 1 to 50",
        "q=x&max=3..1, max must be a range",
        "q=x&case=maybe, case must be ignore or keep",
        "token=zzz, token must be the text of one token",
        "label=law, has a label called law",
        "explained=..., explained must hold a word",
    })
    void whatCannotBeReadIsExplained(String parameters, String complaint) {
        HttpResponse<String> answer = site.get("/search.json?" + parameters);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestSite.json(answer).get("detail").asString()).contains(complaint);
    }

    @Test
    void hostileQuestionsAreAnswered() {
        for (String question :
                List.of("%00", "%25%5F%5C%27%22%3B--", "%F0%9F%91%8D", "%E2%80%AE", "%20", "%22", "%2F%2F%2F")) {
            assertThat(site.get("/search?q=" + question).statusCode())
                    .as(question)
                    .isIn(200, 302);
            assertThat(site.get("/search?match=part&in=context&q=" + question).statusCode())
                    .as(question)
                    .isEqualTo(200);
        }
        assertThat(site.get("/search?q=" + "x".repeat(1_001)).statusCode()).isEqualTo(400);
        assertThat(site.get("/search?match=regex&q=" + "x".repeat(201)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void anExpressionThatRunsAwayIsStopped() {
        long start = System.nanoTime();
        JsonNode page = site.json("/search.json?match=regex&in=context&q=" + encoded("((.)\\2?|(..?))+[q]{3}"));
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(10);
        assertThat(page.get("complete").asBoolean()).isFalse();
        assertThat(page.get("remarks").toString()).contains("stopped because it took too long");
    }

    @Test
    void nothingFoundSaysWhatWasSearched() {
        assertThat(site.html("/search?q=zyzzyva"))
                .contains("No feature of 2 sources of 2 models is like that", "Searched were the texts");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
