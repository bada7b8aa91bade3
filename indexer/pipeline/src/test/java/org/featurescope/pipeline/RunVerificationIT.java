package org.featurescope.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.db.Sql;
import org.featurescope.db.TestDatabase;
import org.featurescope.lm.Engine;
import org.featurescope.lm.sae.SaeOptions;
import org.featurescope.pipeline.scan.ScanSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunVerificationIT {

    private static final int FEATURES = 12;

    private static TestDatabase database;
    private static Path home;
    private static Path corpus;
    private static long run;

    @BeforeAll
    static void index(@TempDir Path folder) throws IOException {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        home = folder.resolve("home");
        corpus = Files.copy(Path.of("../../demo/corpus/demo-corpus.jsonl"), folder.resolve("demo.jsonl"));
        database = TestDatabase.create();
        Path demo = Path.of("../../demo/babel-4l");
        IndexRequest request = new IndexRequest(
                demo,
                null,
                List.of(List.of(corpus)),
                new SourceSelection(
                        List.of("blocks.1.mlp.hook_post"),
                        List.of(new SourceSelection.SaeChoice(
                                demo.resolve("saes/resid-post-2-topk"), SaeOptions.NONE))),
                64,
                BosPolicy.AUTO,
                new ScanSettings(8, 24, EvidenceSettings.DEFAULT, OptionalLong.of(3_000), true),
                "verified",
                "cpu");
        run = new Indexer(home, database.dataSource(), new SilentProgress())
                .index(request)
                .runId();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static RunVerification.Outcome verify(List<List<Path>> corpora) {
        VerifyRequest request = new VerifyRequest(run, FEATURES, 3, null, List.of(), corpora);
        return RunVerification.verify(request, home, database.dataSource(), new SilentProgress());
    }

    @Test
    void findsTheSameAgainAndOneNumberThatWasChanged() throws SQLException {
        RunVerification.Outcome untouched = verify(List.of());
        assertThat(untouched.differences()).isEmpty();
        assertThat(untouched.features()).containsOnlyKeys("1-mlp", "2-resid-post-topk");
        assertThat(untouched.features().values().stream().mapToInt(List::size).sum())
                .isEqualTo(FEATURES);
        assertThat(untouched.fields()).isGreaterThan(FEATURES * 100);
        assertThat(untouched.tokens()).isGreaterThanOrEqualTo(3_000);

        int feature = Objects.requireNonNull(untouched.features().get("1-mlp")).get(0);
        String where =
                " where run_id = %d and feature_index = %d and source_id = (select id from source where name = '1-mlp')"
                        .formatted(run, feature);
        Sql.execute(database.dataSource(), "update feature set active_tokens = active_tokens + 1" + where);
        try {
            assertThat(verify(List.of()).differences())
                    .singleElement()
                    .asString()
                    .startsWith("1-mlp/" + feature + ": statistics.activeTokens is ");
        } finally {
            Sql.execute(database.dataSource(), "update feature set active_tokens = active_tokens - 1" + where);
        }

        String byte40 =
                "update evidence set bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1)" + where + " and part = 0";
        Sql.execute(database.dataSource(), byte40);
        try {
            assertThat(verify(List.of(List.of(corpus))).differences())
                    .isNotEmpty()
                    .allSatisfy(difference -> assertThat(difference).startsWith("1-mlp/" + feature + ": "));
        } finally {
            Sql.execute(database.dataSource(), byte40);
        }
    }

    @Test
    void refusesOtherTexts() throws IOException {
        Path other = Files.copy(corpus, home.resolve("other.jsonl"));
        Files.writeString(other, "{\"text\": \"one more\"}\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> verify(List.of(List.of(other))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("run " + run + " was made of something else: its corpora were demo (sha256 ")
                .hasMessageContaining("Give the right ones with --corpus");
    }

    @Test
    void refusesARunThatIsNotThere() {
        VerifyRequest request = new VerifyRequest(run + 7, 1, 0, null, List.of(), List.of());

        assertThatThrownBy(() -> RunVerification.verify(request, home, database.dataSource(), new SilentProgress()))
                .hasMessageContaining("there is no run " + (run + 7));
    }
}
