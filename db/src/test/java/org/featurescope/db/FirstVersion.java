package org.featurescope.db;

import java.sql.SQLException;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.format.HistogramFormat;
import org.featurescope.db.format.TokenIdFormat;
import org.flywaydb.core.Flyway;

/** An index as the first version of the program left it: migrated to version 1, with a run of one source of two neurons. */
public final class FirstVersion {

    public static final float PEAK = 1.5f;

    private FirstVersion() {}

    /** Empties the database and fills it anew. */
    public static void write(DataSource dataSource) {
        try {
            Sql.execute(dataSource, "drop schema public cascade; create schema public");
            migrate(dataSource, "1");
            Sql.execute(dataSource, run());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Brings it to the schema of a later version, or of all that SQL alone makes. */
    static void migrate(DataSource dataSource, String version) {
        Flyway.configure()
                .dataSource(dataSource)
                .loggers("slf4j")
                .locations("classpath:db/migration")
                .target(version)
                .load()
                .migrate();
    }

    /** As opening it with this version does. */
    public static void upgrade(DataSource dataSource) {
        SchemaMigration.apply(dataSource, "the test's server");
    }

    private static String run() {
        return """
                insert into model (name, family, layers, d_model, d_mlp, heads, vocabulary_size, parameters, weights_sha256)
                  values ('old', 'gpt2', 1, 8, 2, 2, 3, 1000, decode('%1$s', 'hex'));
                insert into tokenizer (sha256) values (decode('%1$s', 'hex'));
                insert into token values (1, 0, 'x', true), (1, 1, ' a', false), (1, 2, ' b', false);
                insert into corpus (name, sha256) values ('texts', decode('%1$s', 'hex'));
                insert into document values (1, 0, 'doc-0', null, 'law', null, null);
                insert into context_set (corpus_id, tokenizer_id, context_tokens, bos_token_id) values (1, 1, 8, 0);
                insert into context values (1, 0, 0, 0, decode('%2$s', 'hex'), ' a b');
                insert into source (model_id, name, kind, layer, hook_point, features)
                  values (1, '0-mlp', 'mlp', 0, 'blocks.0.mlp.hook_post', 2);
                insert into run (name, model_id, context_set_id, contexts, tokens, non_finite, top_k, batch_contexts, dtype,
                  device, program_version, seconds) values ('first', 1, 1, 1, 2, 0, 20, 16, 'float32', 'cpu', '0.1.0', 1);
                insert into run_source values (1, 1);
                create table feature_run_1 partition of feature for values in (1);
                create table example_run_1 partition of example for values in (1);
                insert into feature select 1, 1, i, 1, %5$s, 0, 0.75, decode('%3$s', 'hex') from generate_series(0, 1) i;
                insert into example values (1, 1, 0, 0, 1, 0, 2, %5$s, decode('%4$s', 'hex'));
                """.formatted(
                        "ab".repeat(32),
                        hex(TokenIdFormat.encode(new int[] {0, 1, 2})),
                        hex(HistogramFormat.encode(new DyadicHistogram(0, 0, new long[] {1, 1}))),
                        hex(ActivationFormat.encode(new float[] {0, 0, PEAK})),
                        PEAK);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
