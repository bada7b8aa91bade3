package org.featurescope.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.LookupTokens;
import org.featurescope.lm.sae.SaeOptions;
import org.featurescope.pipeline.SourceSelection.SaeChoice;
import org.featurescope.pipeline.scan.ScanSettings;

/** Runs of a layer and an SAE of the demo model over a few documents: a second each. */
final class SmallRuns {

    static final Path MODEL = Path.of("../../demo/babel-4l");
    static final int SHARD_CONTEXTS = 8;
    static final int BATCH_CONTEXTS = 4;
    private static final Path CORPUS = Path.of("../../demo/corpus/demo-corpus.jsonl");
    private static final int CONTEXT_TOKENS = 32;

    private SmallRuns() {}

    /** Writes some lines of the demo corpus to a file. */
    static Path corpus(Path file, int firstLine, int lines) throws IOException {
        List<String> all = Files.readAllLines(CORPUS, StandardCharsets.UTF_8);
        return Files.write(file, all.subList(firstLine, firstLine + lines));
    }

    static IndexRequest request(String modelName, String runName, Path... corpora) {
        return request(modelName, runName, scan(5, SHARD_CONTEXTS, BATCH_CONTEXTS), false, corpora);
    }

    static IndexRequest request(String modelName, String runName, ScanSettings scan, boolean restart, Path... corpora) {
        return request(modelName, runName, scan, LookupTokens.USUAL, restart, corpora);
    }

    static IndexRequest request(
            String modelName, String runName, ScanSettings scan, int lookupTokens, boolean restart, Path... corpora) {
        SourceSelection sources = new SourceSelection(
                List.of("blocks.0.mlp.hook_post"),
                List.of(new SaeChoice(MODEL.resolve("saes/mlp-out-1-jumprelu"), SaeOptions.of(Map.of("name", "sae")))));
        return new IndexRequest(
                MODEL,
                modelName,
                List.of(corpora).stream().map(List::of).toList(),
                sources,
                CONTEXT_TOKENS,
                BosPolicy.AUTO,
                scan,
                runName,
                "cpu",
                lookupTokens,
                restart);
    }

    static ScanSettings scan(int topK, int shardContexts, int batchContexts) {
        return new ScanSettings(
                batchContexts, shardContexts, new EvidenceSettings(topK, 11, 2, 3, 1, 0), OptionalLong.of(1_500), true);
    }
}
