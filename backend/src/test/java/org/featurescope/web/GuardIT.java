package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** A public site behind one proxy: what clients may ask, and what its operator sees. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before each test
class GuardIT {

    private static final String PAGE = "/tiny-2l/1-mlp/7";

    private TestSite site;

    @BeforeAll
    void start() {
        site = TestSite.over(
                SmallIndex::write,
                Map.of(
                        "featurescope.limits.per-minute", 60,
                        "featurescope.proxy.hops", 1,
                        "management.server.port", 0));
    }

    @AfterAll
    void stop() {
        site.close();
    }

    private HttpResponse<String> ask(String client, String path) {
        return site.get(path, "X-Forwarded-For", "6.6.6.6, " + client);
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBack() {
        HttpResponse<String> first = ask("198.51.100.1", PAGE);
        assertThat(header(first, "RateLimit-Policy")).isEqualTo("\"pages\";q=60;w=60");
        assertThat(header(first, "RateLimit")).isEqualTo("\"pages\";r=59;t=1");
        HttpResponse<String> last = first;
        for (int i = 0; i < 200 && last.statusCode() == 200; i++) {
            last = ask("198.51.100.1", PAGE + ".json");
        }
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(header(last, "Retry-After")).isEqualTo("1");
        assertThat(header(last, "Content-Type")).startsWith("application/problem+json");
        JsonNode problem = TestSite.json(last);
        assertThat(problem.path("status").asInt()).isEqualTo(429);
        assertThat(problem.path("detail").asString()).contains("wait 1 second");
        assertThat(ask("198.51.100.2", PAGE).statusCode()).as("others").isEqualTo(200);
        assertThat(ask("198.51.100.1", "/health").statusCode()).as("health").isEqualTo(200);
    }

    @Test
    void searchingCostsMoreThanAPage() {
        assertThat(header(ask("198.51.100.3", "/search?q=mlp"), "RateLimit")).startsWith("\"pages\";r=50;");
        assertThat(header(ask("198.51.100.4", "/tiny-2l/1-mlp.csv"), "RateLimit"))
                .startsWith("\"pages\";r=20;");
    }

    @Test
    void aPageSaysItInHtml() {
        ask("198.51.100.5", "/tiny-2l/1-mlp.csv");
        HttpResponse<String> refused = ask("198.51.100.5", "/tiny-2l/1-mlp.csv");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "Cache-Control")).isEqualTo("no-cache");
        assertThat(refused.body()).contains("Too many requests");
    }

    @Test
    void programsOnTheMachineItselfAreNotLimited() {
        assertThat(header(site.get(PAGE), "RateLimit")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "after", "run"})
    void valuesAreBounded(String parameter) {
        HttpResponse<String> answer = site.get("/search.json?" + parameter + "=" + "x".repeat(2_049));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestSite.json(answer).path("detail").asString())
                .isEqualTo(parameter + " must have at most 2,048 characters, got 2,049.");
    }

    @Test
    void theNumberOfParametersIsBounded() {
        HttpResponse<String> answer = site.get("/compare.json?f=x" + "&f=x".repeat(150));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestSite.json(answer).path("detail").asString()).contains("at most 150 parameters, got 151");
    }

    @Test
    void anAddressIsBounded() {
        assertThat(site.get("/search?q=" + "x".repeat(10_000)).statusCode()).isEqualTo(400);
    }

    @Test
    void aBodyIsBoundedAndMustSayHowLongItIs() {
        HttpRequest.Builder large = HttpRequest.newBuilder(site.uri(PAGE + ".json"))
                .method("GET", HttpRequest.BodyPublishers.ofByteArray(new byte[300_000]));
        assertThat(site.send(large).statusCode()).isEqualTo(413);
        HttpRequest.Builder endless = HttpRequest.newBuilder(site.uri(PAGE + ".json"))
                .method(
                        "GET",
                        HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[300_000])));
        assertThat(site.send(endless).statusCode()).isEqualTo(411);
    }

    @Test
    void operatorsHaveAPortOfTheirOwn() {
        ask("198.51.100.6", PAGE);
        HttpResponse<String> readiness =
                site.send(HttpRequest.newBuilder(site.managementUri("/actuator/health/readiness")));
        assertThat(readiness.statusCode()).isEqualTo(200);
        assertThat(TestSite.json(readiness)
                        .path("components")
                        .path("db")
                        .path("status")
                        .asString())
                .isEqualTo("UP");
        assertThat(site.send(HttpRequest.newBuilder(site.managementUri("/actuator/prometheus")))
                        .body())
                .contains("http_server_requests_seconds_count{", "uri=\"/{model}/{source}/{index}\"")
                .contains("hikaricp_connections_active", "jvm_memory_used_bytes")
                .doesNotContain("198.51.100");
        assertThat(site.get("/actuator/health").statusCode())
                .as("not for visitors")
                .isEqualTo(404);
    }

    @Test
    void noQueryIsLogged() {
        Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            ask("198.51.100.7", "/search?q=mywordsofsearch");
            ask("198.51.100.7", "/tiny-2l/1-mlp?sort=mywordsofsearch");
            ask("198.51.100.7", PAGE + "?run=mywordsofsearch");
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list)
                .noneMatch(line -> String.valueOf(line.getFormattedMessage()).contains("mywordsofsearch"));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
