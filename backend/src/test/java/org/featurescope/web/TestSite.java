package org.featurescope.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.featurescope.db.TestDatabase;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real app on a free port, over a database of its own. */
final class TestSite implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final TestDatabase database;
    private final ConfigurableApplicationContext app;

    private TestSite(TestDatabase database, Map<String, ?> properties) {
        this.database = database;
        this.app = FeaturescopeWeb.start(
                new WebSettings(database.jdbcUrl(), database.user(), database.password(), 0), properties);
    }

    /** One for all test classes, with {@link SmallIndex}. */
    static TestSite small() {
        return Holder.SMALL;
    }

    static TestSite over(Consumer<DataSource> index) {
        return over(index, Map.of());
    }

    /** @param properties settings of the app, such as stand in {@code application.properties} */
    static TestSite over(Consumer<DataSource> index, Map<String, ?> properties) {
        TestDatabase database = TestDatabase.create();
        index.accept(database.dataSource());
        return new TestSite(database, properties);
    }

    /** The index, to change it under the running app. */
    DataSource database() {
        return database.dataSource();
    }

    /** An address on the port for operators. */
    URI managementUri(String path) {
        return URI.create(
                "http://localhost:" + app.getEnvironment().getRequiredProperty("local.management.port") + path);
    }

    /** Follows no redirect. @param headers names and values by turns */
    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return answer(request);
    }

    /** The same, of an answer that is no text. */
    HttpResponse<byte[]> bytes(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return answer(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** What a browser asks before a page of another site may send JSON. */
    HttpResponse<String> preflight(String path) {
        return answer(HttpRequest.newBuilder(uri(path))
                .headers("Origin", "https://example.org", "Access-Control-Request-Method", "POST")
                .headers("Access-Control-Request-Headers", "content-type")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<String> answer(HttpRequest.Builder request) {
        return answer(request, HttpResponse.BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> answer(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request.build(), body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return answer(request);
    }

    HttpResponse<String> send(String method, String path) {
        return answer(HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    HttpResponse<String> post(String path, String json) {
        return answer(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** The answer to a body. */
    JsonNode posted(String path, String json) {
        HttpResponse<String> response = post(path, json);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answers " + response.statusCode() + ": " + response.body());
        }
        return json(response);
    }

    /** What the answer to a body asks the database, once the vocabulary that it needs is read. */
    List<String> queries(String path, String json) {
        posted(path, json);
        QueryCounter counter = app.getBean(QueryCounter.class);
        counter.take();
        posted(path, json);
        return counter.take();
    }

    /** Any request. @param json empty: without a body */
    HttpResponse<byte[]> send(String method, String path, String json) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.ofString(json));
        return answer(
                json.isEmpty() ? request : request.header("Content-Type", "application/json"),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    String html(String path) {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answers " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    /** What a page asks the database, once the vocabulary that it needs is read. */
    List<String> queries(String path) {
        html(path);
        QueryCounter counter = app.getBean(QueryCounter.class);
        counter.take();
        html(path);
        return counter.take();
    }

    /** What a page asks the database when it is asked for now. */
    List<String> firstQueries(String path) {
        QueryCounter counter = app.getBean(QueryCounter.class);
        counter.take();
        html(path);
        return counter.take();
    }

    JsonNode json(String path) {
        return JSON.readTree(html(path));
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + FeaturescopeWeb.port(app) + path);
    }

    /** The patterns of all addresses that lead to a method of our own controllers. */
    Set<String> addressPatterns() {
        return app
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()
                .stream()
                .filter(mapping ->
                        mapping.getValue().getBeanType().getPackageName().startsWith("org.featurescope."))
                .flatMap(mapping -> mapping.getKey().getPatternValues().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void close() {
        app.close();
        database.close();
    }

    private static final class Holder {

        static final TestSite SMALL = over(SmallIndex::write);

        private Holder() {}
    }
}
