package org.featurescope.db.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.Label;
import org.featurescope.core.evidence.LabelCount;
import org.featurescope.core.evidence.NonFinite;
import org.featurescope.db.DatabaseException;
import org.featurescope.db.Sql;
import org.featurescope.db.TestDatabase;
import org.featurescope.db.format.ColumnFormat;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.RandomEvidence;
import org.featurescope.db.format.TokenIdFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a writer leaves, and what it does not. A database for each test, because runs share rows. */
final class RunWriterIT {
    private TestDatabase database;
    private DataSource dataSource;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        dataSource = database.dataSource();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void runAndProvenanceReadBackAsWritten() throws Exception {
        long id = SampleRun.publish(dataSource, "first", 1, 4);

        assertThat(Sql.rows(dataSource, """
                select r.id, r.name, m.name, family, layers, d_model, d_mlp, heads, vocabulary_size, parameters,
                  encode(weights_sha256, 'hex'), contexts, tokens, non_finite, top_k, max_tokens, batch_contexts, dtype,
                  device, program_version, seconds from run r join model m on m.id = r.model_id"""))
                .containsExactly(id + "|first|tiny|gpt2|2|8|3|2|100|1000|" + "ab".repeat(32)
                        + "|4|8|1|20|null|16|float32|cpu|0.1.0|1.25");
        assertThat(Sql.rows(dataSource, """
                select c.name, encode(c.sha256, 'hex'), encode(t.sha256, 'hex'), context_tokens, bos_token_id
                from context_set s join corpus c on c.id = corpus_id join tokenizer t on t.id = tokenizer_id"""))
                .containsExactly("demo|" + "ef".repeat(32) + "|" + "cd".repeat(32) + "|8|0");
        assertThat(Sql.rows(dataSource, "select token_id, encode(bytes, 'hex'), special from token order by 1"))
                .containsExactly("0|3c7c656e646f66746578747c3e|true", "1|61|false", "2|c3|false");
        assertThat(Sql.rows(dataSource, "select name, kind, layer, hook_point, features from source"))
                .containsExactly("1-mlp|mlp|1|blocks.1.mlp.hook_post|3");
        assertThat(Sql.rows(dataSource, "select run_id, s.name from run_source join source s on s.id = source_id"))
                .containsExactly(id + "|1-mlp");
    }

    @Test
    void documentsAndContextsReadBackAsWritten() throws Exception {
        SampleRun.publish(dataSource, "first", 0, 2);

        assertThat(Sql.rows(dataSource, """
                select document_no, external_id, title, label, source, licence from document order by 1"""))
                .containsExactly("0|doc-0|null|law|ours|CC0", "1|doc-1|Title 1|law|ours|CC0");
        assertThat(contexts()).usingRecursiveComparison().isEqualTo(SampleRun.contexts(2));
    }

    private List<ContextRow> contexts() throws Exception {
        List<ContextRow> rows = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("select * from context order by context_no");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                rows.add(new ContextRow(
                        row.getInt("context_no"),
                        row.getInt("document_no"),
                        row.getInt("first_token"),
                        TokenIdFormat.decode(row.getBytes("token_ids")),
                        row.getString("text")));
            }
        }
        return rows;
    }

    @Test
    void featuresReadBackAsWritten() {
        Random random = new Random(7);
        List<FeatureRow> features = IntStream.range(0, 3)
                .mapToObj(index -> RandomEvidence.feature(random, index, 4, 2))
                .toList();
        long run;
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            writer.writeDocuments(0, SampleRun.documents(4));
            writer.writeContexts(0, SampleRun.contexts(4));
            writer.writeSource(SampleRun.source(0), null, features);
            run = writer.publish(SampleRun.run("random"));
        }

        try (PublishedFeatures read = PublishedFeatures.open(dataSource, run, "0-mlp")) {
            for (FeatureRow written : features) {
                assertThat(read.feature(written.index()).orElseThrow())
                        .usingRecursiveComparison()
                        .isEqualTo(written);
            }
            assertThat(read.feature(3)).isEmpty();
        }
        assertThatThrownBy(() -> PublishedFeatures.open(dataSource, run, "5-mlp"))
                .hasMessage("run " + run + " has no source '5-mlp'");
    }

    @Test
    void columnsForFiltersAgreeWithTheEvidence() throws Exception {
        FeatureRow feature = RandomEvidence.feature(new Random(8), 0, 4, 2);
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            writer.writeDocuments(0, SampleRun.documents(4));
            writer.writeContexts(0, SampleRun.contexts(4));
            SourceRow source = new SourceRow("0-mlp", "mlp", 0, "blocks.0.mlp.hook_post", 1);
            writer.writeSource(source, null, List.of(feature));
            writer.publish(SampleRun.run("one feature"));
        }
        FeatureWeights weights = Objects.requireNonNull(feature.weights());
        assertThat(Sql.one(dataSource, """
                select active_contexts, standard_deviation, skewness, kurtosis, input_norm, output_norm, input_output_cosine,
                  lookup_share, auc[1], auc[2], cardinality(auc) from feature"""))
                .isEqualTo(Stream.of(
                                feature.evidence().statistics().activeContexts(),
                                feature.evidence().statistics().standardDeviation(),
                                feature.evidence().statistics().skewness(),
                                feature.evidence().statistics().kurtosis(),
                                weights.inputNorm(),
                                weights.outputNorm(),
                                weights.inputOutputCosine(),
                                Objects.requireNonNull(feature.evidence().lookup())
                                        .varianceExplained(),
                                auc(feature, 0),
                                auc(feature, 1),
                                2)
                        .map(String::valueOf)
                        .collect(Collectors.joining("|")));
    }

    @Test
    void featuresInAnyOrderMakeColumnsByIndex() throws Exception {
        Random random = new Random(9);
        List<FeatureRow> features = IntStream.of(1, 2, 0, 3)
                .mapToObj(index -> RandomEvidence.feature(random, index, 4, 2))
                .toList();
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            writer.writeDocuments(0, SampleRun.documents(4));
            writer.writeContexts(0, SampleRun.contexts(4));
            writer.writeSource(new SourceRow("0-mlp", "mlp", 0, "blocks.0.mlp.hook_post", 4), null, features);
            writer.publish(SampleRun.run("any order"));
        }
        float[] maxima = new float[4];
        features.forEach(feature ->
                maxima[feature.index()] = feature.evidence().statistics().maximum());
        assertThat(Sql.rows(
                        dataSource,
                        "select first_feature, encode(packed, 'hex') from feature_column where name = 'max'"))
                .containsExactly("0|" + HexFormat.of().formatHex(ColumnFormat.encode(maxima)));
        assertThat(Sql.rows(dataSource, "select logit_tokens[1] from feature order by feature_index"))
                .isEqualTo(features.stream()
                        .sorted(Comparator.comparing(FeatureRow::index))
                        .map(feature ->
                                Objects.requireNonNull(feature.weights()).logits())
                        .map(logits -> logits == null || logits.top().isEmpty()
                                ? "null"
                                : String.valueOf(logits.top().get(0).tokenId()))
                        .toList());
    }

    private static @Nullable Float auc(FeatureRow feature, int label) {
        Double auc = feature.evidence().labels().get(label).auc();
        return auc == null ? null : auc.floatValue();
    }

    @Test
    void whatIsIndexedBeforeAttachingIsIndexedAsTheParents() throws Exception {
        SampleRun.publish(dataSource, "first", 0, 1);
        assertThat(Sql.rows(dataSource, """
                select child.relname from pg_inherits join pg_class child on child.oid = inhrelid
                where child.relkind = 'i' order by 1"""))
                .containsExactly(
                        "document_feature_run_1_pkey",
                        "evidence_run_1_pkey",
                        "feature_column_run_1_pkey",
                        "feature_run_1_logit_tokens_idx",
                        "feature_run_1_pkey",
                        "peak_run_1_pkey",
                        "peak_word_run_1_pkey",
                        "token_feature_run_1_pkey");
        assertThat(Sql.one(dataSource, "select count(*) from pg_index where indrelid = 'feature_run_1'::regclass"))
                .as("no index twice")
                .isEqualTo("2");
        assertThat(Sql.one(dataSource, "select reltoastrelid from pg_class where relname = 'evidence_run_1'"))
                .as("nothing in TOAST")
                .isEqualTo("0");
    }

    @Test
    void corporaStandSideBySideWithTheirLabelsAndCounts() throws Exception {
        CorpusRow other = new CorpusRow("other", "98".repeat(32));
        Label law = new Label(ContextId.corpusKey(SampleRun.CORPUS.sha256()), "law");
        Label none = new Label(ContextId.corpusKey(other.sha256()), null);
        Example first = new Example(SampleRun.contextId(1), 1, 2, new byte[] {1, 0, 0x40});
        Example second = new Example(ContextId.of(none.corpusKey(), 1), 1, 1, new byte[] {1, 0, 0x3c});
        FeatureRow feature = RandomEvidence.withTop(List.of(first, second));
        RunRow run = SampleRun.run("two corpora");
        try (RunWriter writer = RunWriter.begin(
                dataSource,
                SampleRun.MODEL,
                SampleRun.TOKENIZER,
                List.of(SampleRun.CORPUS, other),
                SampleRun.CONTEXT_SET)) {
            writer.writeDocuments(0, SampleRun.documents(2));
            writer.writeContexts(0, SampleRun.contexts(2));
            writer.writeDocuments(1, SampleRun.documents(3));
            writer.writeContexts(1, SampleRun.contexts(3));
            SourceRow source = new SourceRow("0-mlp", "mlp", 0, "blocks.0.mlp.hook_post", 1);
            writer.writeSource(source, null, List.of(feature));
            writer.publish(new RunRow(
                    "two corpora",
                    "{}",
                    Objects.requireNonNull(run.evidence()),
                    List.of(new CorpusCount(2, 20), new CorpusCount(3, 30)),
                    List.of(new LabelCount(law, 2, 20), new LabelCount(none, 3, 30)),
                    1,
                    new NonFinitePlace("0-mlp", new NonFinite.Place(second.context(), 2, 0)),
                    null,
                    16,
                    "float32",
                    "cpu",
                    "0.1.0",
                    1.25));
        }

        PublishedRun published = new RunCatalog(dataSource).newest("tiny").orElseThrow();
        assertThat(published.corpora())
                .containsExactly(new PublishedCorpus(SampleRun.CORPUS, 2L, 20L), new PublishedCorpus(other, 3L, 30L));
        assertThat(published.tokens()).isEqualTo(50);
        assertThat(Sql.rows(
                        dataSource, "select number, corpus_ordinal, name, contexts, tokens from run_label order by 1"))
                .containsExactly("0|0|law|2|20", "1|1|null|3|30");
        assertThat(Sql.one(dataSource, """
                select non_finite_source, non_finite_corpus, non_finite_context, non_finite_position, non_finite_feature from run""")).isEqualTo("0-mlp|1|1|2|0");
        assertThat(Sql.rows(dataSource, """
                select c.name, count(*) from context join context_set s on s.id = context_set_id
                join corpus c on c.id = corpus_id group by 1 order by 1""")).containsExactly("demo|2", "other|3");
        try (PublishedFeatures read = PublishedFeatures.open(dataSource, published.id(), "0-mlp")) {
            assertThat(read.feature(0).orElseThrow().evidence().top())
                    .extracting(Example::context)
                    .containsExactly(first.context(), second.context());
        }
    }

    @Test
    void refusesACorpusThatIsThereTwice() {
        List<CorpusRow> twice = List.of(SampleRun.CORPUS, SampleRun.CORPUS);
        assertThatThrownBy(() ->
                        RunWriter.begin(dataSource, SampleRun.MODEL, SampleRun.TOKENIZER, twice, SampleRun.CONTEXT_SET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a corpus can be in a run only once");
    }

    @Test
    void rowsLargerThanTheBufferAndTextsWithNulArrive() throws Exception {
        String longText = "x\0ü\uD83D\uDE00".repeat(40_000);
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            writer.writeDocuments(0, List.of(new DocumentRow(0, "a\0b", "", null, null, null)));
            writer.writeContexts(0, List.of(new ContextRow(0, 0, 0, new int[] {0}, longText)));
            writer.publish(SampleRun.run("long"));
        }
        assertThat(Sql.one(dataSource, "select text from context")).isEqualTo(longText.replace('\0', '\ufffd'));
        assertThat(Sql.one(dataSource, "select external_id, title, label from document"))
                .isEqualTo("a\ufffdb||null");
    }

    @Test
    void loadsOfManyMegabytesArriveWhole() throws Exception {
        String text = "0123456789".repeat(10_000);
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            writer.writeDocuments(0, SampleRun.documents(1));
            writer.writeContexts(
                    0,
                    () -> IntStream.range(0, 700) // 70 MB, in three parts
                            .mapToObj(i -> new ContextRow(i, 0, 0, new int[] {i}, text))
                            .iterator());
            writer.publish(SampleRun.run("large"));
        }
        assertThat(Sql.one(dataSource, "select count(*), max(context_no), sum(length(text)) from context"))
                .isEqualTo("700|699|70000000");
    }

    @Test
    void aWriterClosedBeforePublishingLeavesNothing() throws Exception {
        List<String> before = everything();
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            SampleRun.write(writer, 0, 3);
        }
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aFailingIterableLeavesNothingAndItsExceptionPasses() throws Exception {
        List<String> before = everything();
        Iterable<ContextRow> failing = () -> {
            throw new IllegalStateException("the scan failed");
        };
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            writer.writeDocuments(0, SampleRun.documents(1));
            assertThatThrownBy(() -> writer.writeContexts(0, failing)).hasMessage("the scan failed");
        }
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aConnectionKilledWithinCopyLeavesNothingAndIsExplained() throws Exception {
        List<String> before = everything();
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            Iterable<ContextRow> killing = () -> {
                killWriters();
                return SampleRun.contexts(50_000).iterator();
            };
            assertThatThrownBy(() -> writer.writeContexts(0, killing))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageStartingWith("the connection to PostgreSQL was lost while writing contexts (")
                    .hasMessageContaining("nothing of this was stored");
        }
        assertThat(everything()).isEqualTo(before);
    }

    private void killWriters() {
        try {
            assertThat(Sql.rows(dataSource, """
                    select pg_terminate_backend(pid, 10000) from pg_stat_activity
                    where datname = current_database() and query like 'copy staged_context%'""")).containsExactly("true");
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Every table with its number of rows. */
    private List<String> everything() throws Exception {
        List<String> found = new ArrayList<>();
        String tables =
                "select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace";
        for (String table : Sql.rows(dataSource, tables + " order by relname")) {
            found.add(table + ": " + Sql.one(dataSource, "select count(*) from " + table));
        }
        return found;
    }

    @Test
    void readersAreNotBlockedWhileARunLoads() throws Exception {
        SampleRun.publish(dataSource, "first", 0, 3);
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            SampleRun.write(writer, 0, 3);
            assertThat(readImpatiently()).isEqualTo("3|3|1");
            writer.publish(SampleRun.run("second"));
        }
        assertThat(readImpatiently()).isEqualTo("6|6|2");
    }

    @Test
    void readersAreNotBlockedBetweenAttachingAndCommit() throws Exception {
        SampleRun.publish(dataSource, "first", 0, 3);
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            RunTables tables = new RunTables(connection, 99, CorpusKeys.of(List.of(SampleRun.CORPUS.sha256())));
            tables.create();
            tables.copyFeatures(1, SampleRun.features(1).iterator());
            tables.attach();
            assertThat(readImpatiently()).isEqualTo("3|3|1");
            connection.rollback();
        }
    }

    private String readImpatiently() throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            Sql.rows(connection, "select set_config('lock_timeout', '500ms', false)");
            return Sql.rows(connection, """
                    select (select count(*) from feature), (select count(*) from evidence), (select count(*) from run)""").get(0);
        }
    }

    @Test
    void aSecondRunSharesContextsAndProvenance() throws Exception {
        long first = SampleRun.publish(dataSource, "first", 0, 2);
        long second = SampleRun.publish(dataSource, "second", 0, 3);

        assertThat(second).isGreaterThan(first);
        assertThat(Sql.rows(dataSource, "select context_no, text from context order by 1"))
                .containsExactly("0|text 0", "1|text 1", "2|text 2");
        assertThat(Sql.one(dataSource, """
                select (select count(*) from model), (select count(*) from tokenizer), (select count(*) from corpus),
                  (select count(*) from context_set), (select count(*) from source), (select count(*) from document)""")).isEqualTo("1|1|1|1|1|3");
        assertThat(Sql.one(dataSource, "select count(*) from evidence where run_id = " + first))
                .isEqualTo("3");
    }

    @Test
    void contextSetsWithoutBeginningOfTextAreSharedToo() throws Exception {
        for (String name : new String[] {"first", "second"}) {
            try (RunWriter writer = RunWriter.begin(
                    dataSource,
                    SampleRun.MODEL,
                    SampleRun.TOKENIZER,
                    List.of(SampleRun.CORPUS),
                    new ContextSetRow(8, null))) {
                SampleRun.write(writer, 0, 1);
                writer.publish(SampleRun.run(name));
            }
        }
        assertThat(Sql.rows(dataSource, "select bos_token_id from context_set")).containsExactly("null");
    }

    @Test
    void refusesOtherWeightsUnderTheSameName() {
        SampleRun.publish(dataSource, "first", 0, 1);
        ModelRow other = new ModelRow("tiny", "gpt2", 2, 8, 3, 2, 100, 1_000, "12".repeat(32));
        assertThatThrownBy(() -> RunWriter.begin(
                        dataSource, other, SampleRun.TOKENIZER, List.of(SampleRun.CORPUS), SampleRun.CONTEXT_SET))
                .isInstanceOf(DatabaseException.class)
                .hasMessage("model 'tiny' is in the index with other weights (sha256 abababababab…, now 121212121212…);"
                        + " give this one a name of its own with --model-name");
    }

    @Test
    void refusesAnotherSourceUnderTheSameName() {
        SampleRun.publish(dataSource, "first", 0, 1);
        SourceRow other = new SourceRow("0-mlp", "mlp", 1, "blocks.1.mlp.hook_post", 3);
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            assertThatThrownBy(() -> writer.writeSource(other, null, List.of()))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("source '0-mlp' of model 'tiny' is in the index as");
        }
    }

    @Test
    void anSaeAndItsFidelityReadBackAsWritten() throws Exception {
        SourceRow sae = SampleRun.sae("12".repeat(32), "k=2");
        FidelityRow fidelity =
                new FidelityRow(0.625, 16_384, 1.5, 1, "It explains little.", List.of("No token in front."));

        publish(sae, fidelity);

        RunCatalog catalog = new RunCatalog(dataSource);
        assertThat(catalog.newest("tiny").orElseThrow().sources()).containsExactly(SampleRun.source(1), sae);
        assertThat(Sql.rows(dataSource, """
                select s.name, fvu, fvu_tokens, mean_l0, dead_features, suspicion, array_to_string(rs.remarks, ';')
                from run_source rs join source s on s.id = source_id order by 1"""))
                .containsExactly(
                        "1-mlp|null|null|null|null|null|",
                        "1-resid-post-topk|0.625|16384|1.5|1|It explains little.|No token in front.");
    }

    @Test
    void aNameBelongsToOneSaeAndOneWayOfReadingIt() {
        publish(SampleRun.sae("12".repeat(32), "k=2"), new FidelityRow(null, 0, 1.5, 1, null, List.of()));
        RunCatalog catalog = new RunCatalog(dataSource);

        catalog.requireFree("tiny", List.of(SampleRun.sae("12".repeat(32), "k=2"), SampleRun.source(0)));
        catalog.requireFree("other model", List.of(SampleRun.sae("34".repeat(32), "")));
        for (SourceRow other : List.of(SampleRun.sae("34".repeat(32), "k=2"), SampleRun.sae("12".repeat(32), ""))) {
            assertThatThrownBy(() -> catalog.requireFree("tiny", List.of(other)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("source '1-resid-post-topk' of model 'tiny' is in the index as sae of 3")
                    .hasMessageContaining("give an SAE a name of its own with --sae DIR,name=NAME");
        }
    }

    private void publish(SourceRow sae, FidelityRow fidelity) {
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            SampleRun.write(writer, 1, 2);
            writer.writeSource(sae, fidelity, SampleRun.features(2));
            writer.publish(SampleRun.run("with an SAE"));
        }
    }

    @Test
    void refusesASourceThatLacksFeatures() {
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            List<FeatureRow> two = SampleRun.features(1).subList(0, 2);
            assertThatThrownBy(() -> writer.writeSource(SampleRun.source(0), null, two))
                    .hasMessage("source '0-mlp' must have a row for each of its 3 features, got 2");
        }
    }

    @Test
    void refusesToPublishExamplesWithoutTheirContexts() throws Exception {
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            writer.writeDocuments(0, SampleRun.documents(1));
            writer.writeContexts(0, SampleRun.contexts(1));
            writer.writeSource(SampleRun.source(0), null, SampleRun.features(2));
            assertThatThrownBy(() -> writer.publish(SampleRun.run("incomplete")))
                    .hasMessage(
                            "every context of an example or of its repeats must be written, missing is context 1 of corpus 0");
        }
        assertThat(Sql.one(dataSource, "select count(*) from run")).isEqualTo("0");
    }

    @Test
    void aFullDiskIsExplainedAndLeavesNothing() throws Exception {
        // PostgreSQL's own code for it; DiskFullIT fills a real file system where one can be made.
        Sql.execute(dataSource, """
                create function full_disk() returns trigger language plpgsql as
                $$ begin raise 'could not extend file' using errcode = '53100'; end $$""");
        Sql.execute(dataSource, "create trigger full_disk before insert on context execute function full_disk()");
        List<String> before = everything();
        try (RunWriter writer = SampleRun.begin(dataSource)) {
            SampleRun.write(writer, 0, 1);
            assertThatThrownBy(() -> writer.publish(SampleRun.run("full")))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageStartingWith("the disk of PostgreSQL is full: publishing the run failed")
                    .hasMessageContaining("free some space");
        }
        assertThat(everything()).isEqualTo(before);
    }
}
