package org.featurescope.db.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.core.evidence.FeatureStatistics;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.TokenLookup;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.FirstVersion;
import org.featurescope.db.Sql;
import org.featurescope.db.TestDatabase;
import org.featurescope.db.format.TokenFeatureFormat;
import org.featurescope.db.format.TokenFeatureFormat.Entry;
import org.featurescope.db.format.TokenFeatureFormat.Kind;
import org.junit.jupiter.api.Test;

/** Which features have a token, of runs that are published now and of those that were before there was such a table. */
final class TokenIndexIT {

    @Test
    void featuresAreFoundByTheirTokens() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            publish(database.dataSource());
            int first = source(database.dataSource(), "0-mlp");
            int second = source(database.dataSource(), "1-mlp");

            assertThat(tokens(database.dataSource()))
                    .containsExactlyInAnyOrder(
                            // raised: feature 0 of each source raises token 2 by 1.5; what is raised by less than
                            // nothing is not
                            row(0, 2, new Entry(first, 0, 1.5f), new Entry(second, 0, 1.5f)),
                            row(1, 1, new Entry(first, 0, 0.25f), new Entry(second, 0, 0.25f)),
                            // token lookup: a mean of 0.5, maxima of 2 and 4
                            row(
                                    2,
                                    1,
                                    new Entry(first, 0, 0.25f),
                                    new Entry(first, 1, 0.125f),
                                    new Entry(second, 0, 0.25f),
                                    new Entry(second, 1, 0.125f)),
                            // peaks: of two examples one at each token
                            row(
                                    3,
                                    1,
                                    new Entry(first, 0, 1, 2),
                                    new Entry(first, 1, 1, 2),
                                    new Entry(second, 0, 1, 2),
                                    new Entry(second, 1, 1, 2)),
                            row(
                                    3,
                                    2,
                                    new Entry(first, 0, 1, 2),
                                    new Entry(first, 1, 1, 2),
                                    new Entry(second, 0, 1, 2),
                                    new Entry(second, 1, 1, 2)));
        }
    }

    @Test
    void runsFromBeforeGetTheSame() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            publish(database.dataSource());
            List<String> published = tokens(database.dataSource());
            Sql.execute(
                    database.dataSource(),
                    "drop table token_feature; delete from flyway_schema_history where version in ('8', '8.1')");

            FirstVersion.upgrade(database.dataSource());

            assertThat(tokens(database.dataSource())).isEqualTo(published);
            RunDeletion.delete(database.dataSource(), 1);
            assertThat(tokens(database.dataSource())).isEmpty();
        }
    }

    private static List<String> tokens(DataSource dataSource) throws Exception {
        return Sql.rows(
                dataSource, "select kind, token_id, encode(packed, 'hex') from token_feature order by kind, token_id");
    }

    private static String row(int kind, int token, Entry... entries) {
        return kind + "|" + token + "|"
                + HexFormat.of().formatHex(TokenFeatureFormat.encode(Kind.of(kind), List.of(entries)));
    }

    private static int source(DataSource dataSource, String name) throws Exception {
        return Integer.parseInt(Sql.one(dataSource, "select id from source where name = '" + name + "'"));
    }

    private static void publish(DataSource dataSource) {
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            writer.writeDocuments(0, SampleRun.documents(2));
            writer.writeContexts(
                    0,
                    List.of(
                            new ContextRow(0, 0, 0, new int[] {0, 1, 2}, "a"),
                            new ContextRow(1, 1, 0, new int[] {0, 2, 1}, "b")));
            for (int layer = 0; layer < 2; layer++) {
                List<FeatureRow> rows = new ArrayList<>();
                for (int index = 0; index < 3; index++) {
                    rows.add(feature(index));
                }
                writer.writeSource(SampleRun.source(layer), null, rows);
            }
            writer.publish(SampleRun.run("tokens"));
        }
    }

    /** The third has nothing. */
    private static FeatureRow feature(int index) {
        float maximum = 2 + 2 * index;
        List<ExampleGroup> groups = new ArrayList<>();
        TokenLookup lookup = null;
        FeatureWeights weights = null;
        if (index < 2) {
            List<Example> top = new ArrayList<>();
            for (int context = 0; context < 2; context++) {
                top.add(new Example(
                        SampleRun.contextId(context), 2, maximum - context, ActivationFormat.encode(new float[] {
                            0, 0, maximum - context
                        })));
            }
            groups.add(new ExampleGroup(GroupKind.TOP, 0, 0, Float.POSITIVE_INFINITY, 5, 2, top));
            lookup = new TokenLookup(
                    0.5, List.of(new TokenLookup.Entry(1, 0.5, 3), new TokenLookup.Entry(2, -0.5, 3)), 10, 5);
        }
        if (index == 0) {
            LogitEffects effects = new LogitEffects(
                    List.of(new TokenEffect(2, 1.5f), new TokenEffect(0, -0.125f)),
                    List.of(new TokenEffect(1, -0.25f)),
                    new DyadicHistogram(0, 0, new long[] {3}));
            weights = new FeatureWeights(0, null, null, null, effects, List.of(), List.of());
        }
        return new FeatureRow(
                new FeatureEvidence(
                        index,
                        new FeatureStatistics(5, 2, maximum, 0, 0.5, 1, 0.0, 3.0),
                        new DyadicHistogram(0, 0, new long[] {8}),
                        List.of(),
                        groups,
                        lookup),
                weights);
    }
}
