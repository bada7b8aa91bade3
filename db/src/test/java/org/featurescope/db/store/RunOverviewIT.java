package org.featurescope.db.store;

import static org.assertj.core.api.Assertions.assertThat;

import db.migration.V5_1__DocumentFeatures;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.core.evidence.FeatureStatistics;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.Label;
import org.featurescope.core.evidence.LabelCount;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.core.evidence.MaximaBins;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.Sql;
import org.featurescope.db.TestDatabase;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a writer notes of a whole run: densities, highlights, the features of documents. */
final class RunOverviewIT {

    private static final String DOCUMENT_FEATURES = "select * from document_feature order by 1, 2, 3, 4, 5";

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<String> rows(String query) throws Exception {
        return Sql.rows(database.dataSource(), query);
    }

    @Test
    void ofADocumentTheFeaturesThatStandOutComeFirstEachOnce() throws Exception {
        try (RunWriter writer = SampleRun.begin(database.dataSource())) {
            writer.writeDocuments(0, SampleRun.documents(2));
            // The first document has two contexts.
            writer.writeContexts(
                    0,
                    IntStream.range(0, 3)
                            .mapToObj(no -> new ContextRow(no, no / 2, 0, new int[] {0, 1, 1}, "text"))
                            .toList());
            writer.writeSource(SampleRun.source(0), null, SampleRun.features(3));
            writer.publish(SampleRun.run("documents"));
        }
        // (peak - mean) / standard deviation, from the numbers of SampleRun: (3.5 - 0.5/3) / 0.75 …
        assertThat(rows("""
                select document_no, rank, feature_index, context_no, peak_position, peak, round(deviations::numeric, 3)
                from document_feature order by document_no, rank"""))
                .containsExactly(
                        "0|1|2|0|2|3.5|4.444",
                        "0|2|1|0|2|2.5|3.000",
                        "0|3|0|0|2|1.5|1.333",
                        "1|1|2|2|2|3.0|3.778",
                        "1|2|1|2|2|2.0|2.333",
                        "1|3|0|2|2|1.0|0.667");
        assertThat(rows("select document_features from run")).containsExactly("true");
    }

    @Test
    void runsFromBeforeGetThemByUnpackingTheirExamples() throws Exception {
        SampleRun.publish(database.dataSource(), "first", 0, 3);
        SampleRun.publish(database.dataSource(), "second", 1, 4);
        List<String> written = rows(DOCUMENT_FEATURES);
        assertThat(written).hasSize(3 * 3 + 3 * 4);
        Sql.execute(database.dataSource(), """
                drop table document_feature_run_1; drop table document_feature_run_2;
                update run set document_features = false""");

        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            new V5_1__DocumentFeatures().migrate(context(connection));
            connection.commit();
        }

        assertThat(rows(DOCUMENT_FEATURES)).isEqualTo(written);
        assertThat(rows("select distinct document_features from run")).containsExactly("true");
    }

    private static Context context(Connection connection) {
        return new Context() {
            @Override
            public Configuration getConfiguration() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Connection getConnection() {
                return connection;
            }
        };
    }

    @Test
    void noMoreFeaturesOfASourceThanADocumentShows() throws Exception {
        List<FeatureRow> features = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            features.add(feature(i, i, 4, null, 1 + (i * 7) % 20));
        }
        publish(features, "many");
        List<String> expected = features.stream()
                .sorted((a, b) -> Float.compare(peak(b), peak(a)))
                .limit(8)
                .map(row -> String.valueOf(row.index()))
                .collect(Collectors.toList());
        assertThat(rows("select feature_index from document_feature order by rank"))
                .isEqualTo(expected);
    }

    private static float peak(FeatureRow row) {
        return row.evidence().top().get(0).peak();
    }

    @Test
    void theLargestKurtosisIsThatOfAFeatureThatIsActiveOftenEnough() throws Exception {
        publish(
                List.of(
                        feature(0, 29, 99, 0.5, 1),
                        feature(1, 30, 7, 0.75, 2),
                        feature(2, 31, 7, 0.75, 3),
                        feature(3, 32, 6, null, 4)),
                "kurtosis");
        assertThat(rows("select label, feature_index, value, corpus_ordinal, context_no, peak_position from highlight"
                        + " order by label"))
                .containsExactly("-1|1|7.0|0|0|2", "0|1|0.75|0|0|2");
    }

    @Test
    void densitiesAreCountedInQuartersOfADecade() throws Exception {
        publish(List.of(feature(0, 0, 3, null, 1), feature(1, 1, 3, null, 1), feature(2, 8, 3, null, 1)), "densities");
        List<Integer> expected = new ArrayList<>(Collections.nCopies(32, 0));
        expected.set((int) Math.floor(4 * Math.log10(1 / 8.0)) + 32, 1);
        expected.set(31, 1); // active everywhere
        assertThat(rows("select density_profile from run_source"))
                .containsExactly(expected.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")));
    }

    private void publish(List<FeatureRow> features, String name) {
        RunRow run = SampleRun.run(name);
        Label law = new Label(ContextId.corpusKey(SampleRun.CORPUS.sha256()), "law");
        try (RunWriter writer = SampleRun.begin(database.dataSource())) {
            writer.writeDocuments(0, SampleRun.documents(1));
            writer.writeContexts(0, SampleRun.contexts(1));
            writer.writeSource(
                    new SourceRow("0-mlp", "mlp", 0, "blocks.0.mlp.hook_post", features.size()), null, features);
            writer.publish(new RunRow(
                    name,
                    "{}",
                    Objects.requireNonNull(run.evidence()),
                    run.corpora(),
                    List.of(new LabelCount(law, 4, 8)),
                    0,
                    null,
                    null,
                    16,
                    "float32",
                    "cpu",
                    "0.1.0",
                    1));
        }
    }

    /** @param active its active tokens and contexts */
    private static FeatureRow feature(int index, int active, double kurtosis, @Nullable Double auc, float peak) {
        FeatureStatistics statistics = new FeatureStatistics(active, active, peak, 0, 0, 1, 0.0, kurtosis);
        byte[] activations = ActivationFormat.encode(new float[] {0, 0, peak});
        Example example = new Example(SampleRun.contextId(0), 2, peak, activations);
        return new FeatureRow(
                new FeatureEvidence(
                        index,
                        statistics,
                        new DyadicHistogram(0, 0, new long[] {8}),
                        List.of(new LabelEvidence(0, new MaximaBins(0, 4, 0, new long[MaximaBins.BINS]), auc)),
                        List.of(new ExampleGroup(
                                GroupKind.TOP, 0, 0, Float.POSITIVE_INFINITY, active, active, List.of(example))),
                        null),
                null);
    }
}
