package org.featurescope.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.db.TestDatabase;
import org.featurescope.lm.Engine;
import org.featurescope.lm.sae.SaeOptions;
import org.featurescope.pipeline.BosPolicy;
import org.featurescope.pipeline.IndexRequest;
import org.featurescope.pipeline.Indexer;
import org.featurescope.pipeline.SilentProgress;
import org.featurescope.pipeline.SourceSelection;
import org.featurescope.pipeline.scan.ScanSettings;
import org.featurescope.web.FeaturescopeWeb;
import org.featurescope.web.WebSettings;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.context.ConfigurableApplicationContext;

/** The demo model, indexed over the first part of the demo corpus and served on a free port. */
final class DemoSite implements AutoCloseable {

    /** A run that is known to have been there. */
    static final int DELETED_RUN = 4711;

    private static final int TOKENS = 20_000;

    private final TestDatabase database = TestDatabase.create();
    private final ConfigurableApplicationContext web;

    /** Gives the test classes that ask for it one site, which takes long to make; it goes when all tests have ended. */
    static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == DemoSite.class;
        }

        @Override
        public DemoSite resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.GLOBAL)
                    .computeIfAbsent(DemoSite.class, type -> new DemoSite(), DemoSite.class);
        }
    }

    private DemoSite() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        IndexRequest request = new IndexRequest(
                Path.of("../demo/babel-4l"),
                null,
                List.of(List.of(Path.of("../demo/corpus/demo-corpus.jsonl"))),
                new SourceSelection(SourceSelection.NEURONS.hooks(), List.of(sae("resid-post-2-topk"))),
                128,
                BosPolicy.AUTO,
                new ScanSettings(32, EvidenceSettings.DEFAULT, OptionalLong.of(TOKENS)),
                "part of the demo",
                "cpu");
        new Indexer(newHome(), database.dataSource(), new SilentProgress()).index(request);
        noteDeletedRun();
        web = serveWithGallery();
    }

    private ConfigurableApplicationContext serveWithGallery() {
        System.setProperty("spring.profiles.active", "gallery");
        try {
            return FeaturescopeWeb.start(new WebSettings(database.jdbcUrl(), database.user(), database.password(), 0));
        } finally {
            System.clearProperty("spring.profiles.active");
        }
    }

    private void noteDeletedRun() {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "insert into retired_run (id, model) values (%d, 'babel-4l')".formatted(DELETED_RUN));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SourceSelection.SaeChoice sae(String name) {
        return new SourceSelection.SaeChoice(Path.of("../demo/babel-4l/saes", name), SaeOptions.NONE);
    }

    DataSource dataSource() {
        return database.dataSource();
    }

    String address(String path) {
        return "http://localhost:" + FeaturescopeWeb.port(web) + path;
    }

    @Override
    public void close() {
        web.close();
        database.close();
    }

    private static Path newHome() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target/homes")), "home");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
