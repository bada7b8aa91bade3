package org.featurescope.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.featurescope.core.evidence.TokenLookup;
import org.featurescope.db.TestDatabase;
import org.featurescope.lm.Engine;
import org.featurescope.pipeline.corpus.CorpusException;
import org.featurescope.pipeline.corpus.CorpusIdentity;
import org.featurescope.pipeline.run.EvidenceFolder;
import org.featurescope.pipeline.run.KeptContexts;
import org.featurescope.pipeline.run.Manifest;
import org.featurescope.pipeline.scan.ScanSettings;
import org.featurescope.pipeline.weights.ComparisonLimit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that grows, and runs that are merged, find what one run over all the text finds. */
class GrowthIT {

    private static TestDatabase database;

    @TempDir
    private Path folder;

    private Path a;
    private Path b;

    @BeforeAll
    static void openDatabase() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        database = TestDatabase.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void writeCorpora() throws IOException {
        a = SmallRuns.corpus(folder.resolve("a.jsonl"), 0, 8);
        b = SmallRuns.corpus(folder.resolve("b.jsonl"), 40, 8);
    }

    @Test
    void growingAndMergingFindWhatOneRunFinds() throws IOException {
        IndexReport whole = index(SmallRuns.request("growth", "whole", b, a));
        IndexReport ofA = index(SmallRuns.request("growth", "a", a));
        IndexReport ofB = index(SmallRuns.request("growth", "b", b));
        Files.delete(a);
        Path copy = folder.resolve("copy of b");
        copyFolder(home().resolve("evidence/run-" + ofB.runId()), copy);

        IndexReport extended = indexer().extend(extension(ofA, b));
        Files.delete(b);
        IndexReport merged = indexer().merge(merge("merged", ofA.runId() + "", copy.toString()));
        IndexReport reversed = indexer().merge(merge("reversed", copy.toString(), ofA.runId() + ""));

        assertThat(EvidenceDigest.exact(extended.scan())).isEqualTo(EvidenceDigest.exact(whole.scan()));
        assertThat(EvidenceDigest.exact(merged.scan())).isEqualTo(EvidenceDigest.exact(whole.scan()));
        assertThat(EvidenceDigest.whole(reversed.scan())).isEqualTo(EvidenceDigest.whole(merged.scan()));
        assertThat(fvu(merged)).isCloseTo(fvu(whole), within(1e-9)); // sums in another order
        assertThat(fvu(extended)).isCloseTo(fvu(whole), within(1e-9));
        assertThat(manifest(merged).corpora())
                .isEqualTo(manifest(whole).corpora())
                .isEqualTo(manifest(extended).corpora());
        assertThat(contexts(extended))
                .isEqualTo(contexts(whole))
                .isEqualTo(contexts(merged))
                .hasSizeGreaterThan(20);
        assertThat(indexer()
                        .extend(extension(merged, SmallRuns.corpus(folder.resolve("c.jsonl"), 80, 3)))
                        .scan()
                        .contexts())
                .as("a merged run can grow")
                .isGreaterThan(whole.scan().contexts());
    }

    private static double fvu(IndexReport report) {
        return report.scan().fidelity().values().iterator().next().fvu().orElseThrow();
    }

    private static ExtendRequest extension(IndexReport run, Path corpus) {
        return new ExtendRequest(
                String.valueOf(run.runId()), List.of(List.of(corpus)), null, List.of(), null, null, true, false);
    }

    private static MergeRequest merge(String name, String... runs) {
        return new MergeRequest(List.of(runs), null, List.of(), name, false);
    }

    @Test
    void textThatIsThereAlreadyIsRefused() {
        IndexReport run = index(SmallRuns.request("overlap", "a", a));

        assertThatThrownBy(() -> indexer().extend(extension(run, a)))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("\"a\" and \"a\" both hold the text of a.jsonl");
        assertThatThrownBy(() -> indexer().merge(merge("twice", run.runId() + "", run.runId() + "")))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("must share no file");
        assertThatThrownBy(() -> indexer()
                        .extend(new ExtendRequest(
                                "4711", List.of(List.of(b)), null, List.of(), null, null, true, false)))
                .hasMessageContaining("there is no run 4711; there are ");
    }

    @Test
    void runsWithOtherSettingsAreNotMerged() {
        ScanSettings other = SmallRuns.scan(6, SmallRuns.SHARD_CONTEXTS, SmallRuns.BATCH_CONTEXTS);
        IndexReport ofA = index(SmallRuns.request("settings", "a", a));
        IndexReport ofB = index(SmallRuns.request("settings", "b", other, false, b));

        assertThatThrownBy(() -> indexer().merge(merge("both", ofA.runId() + "", ofB.runId() + "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--top-k was ")
                .hasMessageContaining("must differ in their corpora alone");
    }

    @Test
    void aRunThatGrowsKeepsItsLookupAndHowFarItsFeaturesAreCompared() {
        Indexer notComparing =
                new Indexer(home(), database.dataSource(), new SilentProgress(), Duration.ZERO, new ComparisonLimit(0));
        ScanSettings scan = SmallRuns.scan(5, SmallRuns.SHARD_CONTEXTS, SmallRuns.BATCH_CONTEXTS);

        IndexReport three = notComparing.index(SmallRuns.request("lookup", "three", scan, 3, false, a));
        IndexReport grown = indexer().extend(extension(three, b));
        IndexReport none = index(SmallRuns.request("lookup", "none", scan, 0, false, a));

        assertThat(manifest(three).compareLimit()).isZero();
        assertThat(manifest(three).lookupTokens()).hasSize(3);
        assertThat(manifest(grown).compareLimit()).isZero();
        assertThat(manifest(grown).lookupTokens()).isEqualTo(manifest(three).lookupTokens());
        assertThat(manifest(none).compareLimit()).isEqualTo(ComparisonLimit.DEFAULT.teraProducts());
        assertThat(manifest(none).lookupTokens()).isEmpty();
        assertThat(lookup(grown)).isNotNull();
        assertThat(lookup(none)).isNull();
        assertThatThrownBy(() -> SmallRuns.request("lookup", "run", scan, -1, false, a))
                .hasMessage("--lookup-tokens must be from 0 to 65536, got -1");
    }

    private static @Nullable TokenLookup lookup(IndexReport report) {
        return report.scan().evidence().values().iterator().next().feature(5).lookup();
    }

    /** With a context a batch, a context's activations do not depend on those beside it. */
    @Test
    void shardsDoNotShow() {
        IndexReport few = index(SmallRuns.request("shards", "large", SmallRuns.scan(5, 1_000, 1), false, a));
        IndexReport many = index(SmallRuns.request("shards", "small", SmallRuns.scan(5, 7, 1), false, a));

        assertThat(EvidenceDigest.exact(many.scan())).isEqualTo(EvidenceDigest.exact(few.scan()));
    }

    private EvidenceFolder evidence(IndexReport report) {
        return EvidenceFolder.open(home().resolve("evidence/run-" + report.runId()));
    }

    private Manifest manifest(IndexReport report) {
        return evidence(report).manifest();
    }

    /** All that are kept, of all corpora. */
    private List<String> contexts(IndexReport report) {
        EvidenceFolder evidence = evidence(report);
        List<String> contexts = new ArrayList<>();
        for (CorpusIdentity corpus : evidence.manifest().corpora()) {
            try (KeptContexts kept = evidence.contexts(corpus.key())) {
                kept.forEachRemaining(context -> contexts.add(corpus.name() + " " + context.contextNo() + " "
                        + context.document() + context.firstToken() + Arrays.toString(context.tokenIds())
                        + context.text()));
            }
        }
        return contexts;
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private IndexReport index(IndexRequest request) {
        return indexer().index(request);
    }

    private Indexer indexer() {
        return new Indexer(home(), database.dataSource(), new SilentProgress());
    }

    private Path home() {
        return folder.resolve("home");
    }
}
