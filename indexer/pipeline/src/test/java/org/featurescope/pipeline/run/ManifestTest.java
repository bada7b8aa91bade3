package org.featurescope.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.pipeline.corpus.CorpusIdentity;
import org.junit.jupiter.api.Test;

class ManifestTest {

    private static final CorpusIdentity A = corpus("a", "1");
    private static final CorpusIdentity B = corpus("b", "f");

    private static CorpusIdentity corpus(String name, String digit) {
        String sha256 = digit.repeat(64);
        return new CorpusIdentity(name, sha256, List.of(new CorpusIdentity.File(name + ".jsonl", sha256)));
    }

    private static Manifest manifest(int topK, int batchContexts, CorpusIdentity... corpora) {
        return new Manifest(
                1,
                new Manifest.Model("babel", "c".repeat(64), "d".repeat(64)),
                List.of(corpora),
                128,
                0,
                List.of(new Manifest.Source("0-mlp", "mlp of 1024 features at blocks.0.mlp.hook_post")),
                new EvidenceSettings(topK, 11, 5, 10, 2, 7),
                null,
                8192,
                batchContexts,
                "cpu",
                "float32",
                List.of(3, 5),
                20,
                "0.1.0");
    }

    @Test
    void isTheSameAfterReadingItsText() {
        Manifest manifest = manifest(20, 32, A, B);

        Manifest read = Manifest.ofJson(manifest.toJson(), "test");

        assertThat(read).isEqualTo(manifest);
        assertThat(read.toJson())
                .isEqualTo(manifest.toJson())
                .startsWith("{\n  \"format\"")
                .endsWith("}\n");
        assertThat(read.sha256()).isEqualTo(manifest.sha256()).hasSize(64);
    }

    @Test
    void saysWhatIsOtherwise() {
        assertThat(manifest(20, 32, A).differences(manifest(30, 16, A)))
                .containsExactly("--top-k was 20 and is 30", "--batch-contexts was 32 and is 16");
        assertThat(manifest(20, 32, A).differences(manifest(20, 32, A))).isEmpty();
        assertThat(manifest(20, 32, A).differences(manifest(20, 32, A, B)))
                .singleElement()
                .asString()
                .startsWith("--corpus was a (sha256 1111")
                .contains("b (sha256 ffff");
    }

    @Test
    void batchesDoNotMakeAnotherRunButSettingsDo() {
        assertThat(manifest(20, 32, A).makesTheSameAs(manifest(20, 16, A))).isTrue();
        assertThat(manifest(20, 32, A).makesTheSameAs(manifest(21, 32, A))).isFalse();
        assertThat(manifest(20, 32, A).makesTheSameAs(manifest(20, 32, B))).isFalse();
    }

    @Test
    void runsOverOtherCorporaCanBeMerged() {
        assertThat(manifest(20, 32, A).obstaclesToMerging(manifest(20, 32, B))).isEmpty();
        assertThat(manifest(20, 32, A).obstaclesToMerging(manifest(20, 16, B)))
                .containsExactly("--batch-contexts was 32 and is 16");
        assertThat(manifest(20, 32, B).over(List.of(B, A), 20)).isEqualTo(manifest(20, 32, A, B));
        assertThat(manifest(20, 32, B).extendedBy(List.of(A), "cpu", 20, "0.1.0"))
                .isEqualTo(manifest(20, 32, A, B));
    }

    @Test
    void howFarFeaturesAreComparedIsNoObstacle() {
        Manifest other = manifest(20, 32, B).over(List.of(A), 5);

        assertThat(manifest(20, 32, A).differences(other)).containsExactly("--compare-limit was 20.0 and is 5.0");
        assertThat(manifest(20, 32, A).makesTheSameAs(other)).isTrue();
        assertThat(manifest(20, 32, B).obstaclesToMerging(other)).isEmpty();
    }

    @Test
    void aTextThatIsNoManifestIsRefused() {
        assertThatThrownBy(() -> Manifest.ofJson("{", "manifest.json"))
                .isInstanceOf(RunFilesException.class)
                .hasMessageContaining("manifest.json: cannot be read");
        assertThatThrownBy(() ->
                        Manifest.ofJson(manifest(20, 32, A).toJson().replace("\"format\" : 1", "\"format\" : 2"), "x"))
                .hasMessageContaining("x: format must be 1, got 2");
    }
}
