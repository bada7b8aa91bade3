package org.featurescope.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.pipeline.IndexRequest;
import org.featurescope.pipeline.SourceSelection;
import org.featurescope.pipeline.scan.ScanSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "index",
        description = "Indexes neurons, other hook points and SAEs of a model over a corpus and publishes the run.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class IndexCommand implements Callable<Integer> {

    static final String DEFAULT_BATCH_CONTEXTS = "32";
    static final String DEFAULT_TOP_K = "20";

    @Mixin
    private final Home home = new Home();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            required = true,
            description = "A Hugging Face model folder: config.json, model.safetensors (or shards), tokenizer.json.")
    private Path model = Path.of("");

    @Option(
            names = "--corpus",
            paramLabel = "FILE",
            required = true,
            arity = "1..*",
            description = "One or several files: .jsonl or .jsonl.gz with a field \"text\" (and id, title, label,"
                    + " source, licence), .parquet with such columns, .txt.")
    private List<Path> corpus = List.of();

    @Option(
            names = "--hooks",
            paramLabel = "PATTERN",
            arity = "1..*",
            description = "Hook points to index, by TransformerLens name; * stands for any characters. Default:"
                    + " blocks.*.mlp.hook_post, the MLP neurons, unless --sae is given.")
    private List<String> hooks = List.of();

    @Option(
            names = "--sae",
            paramLabel = "DIR[,KEY=VALUE...]",
            converter = SaeArgument.Converter.class,
            description = "An SAE to index, once for each; KEY: format, hook, out, layers, k, centred, scale,"
                    + " subtract-b-dec, name.")
    private List<SaeArgument> saes = List.of();

    @Option(names = "--accept-suspect", description = "Publishes SAEs that look wrongly read, marked as suspect.")
    private boolean acceptSuspect;

    @Option(
            names = "--model-name",
            paramLabel = "NAME",
            description = "The model's name in addresses (default: the folder's).")
    private @Nullable String modelName;

    @Option(names = "--run-name", paramLabel = "TEXT", description = "A word for the run (default: the corpus' name).")
    private @Nullable String runName;

    @Mixin
    private final ModelRunOptions modelRun = new ModelRunOptions();

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Ends with the context that reaches so many tokens (default: the whole corpus).")
    private @Nullable Long maxTokens;

    @Option(
            names = "--batch-contexts",
            paramLabel = "N",
            defaultValue = DEFAULT_BATCH_CONTEXTS,
            description = "Contexts that run through the model together; speed and memory only"
                    + " (default: ${DEFAULT-VALUE}).")
    private int batchContexts;

    @Option(
            names = "--top-k",
            paramLabel = "N",
            defaultValue = DEFAULT_TOP_K,
            description = "Top examples to keep for each feature (default: ${DEFAULT-VALUE}).")
    private int topK;

    @Override
    public Integer call() {
        Indexing.run(request(), home, home.openDatabase());
        return 0;
    }

    private IndexRequest request() {
        OptionalLong limit = maxTokens == null ? OptionalLong.empty() : OptionalLong.of(maxTokens);
        ScanSettings scan = new ScanSettings(batchContexts, evidence(), limit, acceptSuspect);
        return new IndexRequest(
                model,
                modelName,
                List.of(corpus),
                sources(),
                modelRun.contextTokens(),
                modelRun.bos(),
                scan,
                runName,
                modelRun.device());
    }

    private EvidenceSettings evidence() {
        EvidenceSettings usual = EvidenceSettings.DEFAULT;
        return new EvidenceSettings(
                topK,
                usual.intervals(),
                usual.intervalSamples(),
                usual.randomSamples(),
                usual.labelTopK(),
                usual.seed());
    }

    private SourceSelection sources() {
        return SourceSelection.of(
                hooks,
                saes.stream()
                        .map(sae -> new SourceSelection.SaeChoice(sae.folder(), sae.options()))
                        .toList());
    }
}
