package org.featurescope.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.featurescope.pipeline.IndexRequest;
import org.featurescope.pipeline.SourceSelection;
import org.featurescope.pipeline.scan.ScanSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "index",
        description =
                "Indexes neurons, other hook points and SAEs of a model over corpora and publishes the run. The same"
                        + " command again goes on with a run that was interrupted.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class IndexCommand implements Callable<Integer> {

    static final String DEFAULT_BATCH_CONTEXTS = "32";

    @Mixin
    private final Home home = new Home();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            required = true,
            description = "A Hugging Face model folder: config.json, model.safetensors (or shards), tokenizer.json.")
    private Path model = Path.of("");

    @Mixin
    private final CorpusArguments.Options corpus = new CorpusArguments.Options();

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

    @Option(
            names = "--run-name",
            paramLabel = "TEXT",
            description = "A word for the run (default: the names of its corpora).")
    private @Nullable String runName;

    @Mixin
    private final ModelRunOptions modelRun = new ModelRunOptions();

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Ends each corpus with the context that reaches so many tokens (default: the whole corpus).")
    private @Nullable Long maxTokens;

    @Option(
            names = "--batch-contexts",
            paramLabel = "N",
            defaultValue = DEFAULT_BATCH_CONTEXTS,
            description = "Contexts that run through the model together; speed and memory only"
                    + " (default: ${DEFAULT-VALUE}).")
    private int batchContexts;

    @Option(
            names = "--shard-contexts",
            paramLabel = "N",
            defaultValue = "8192",
            description = "Contexts after which a checkpoint is written (default: ${DEFAULT-VALUE}).")
    private int shardContexts;

    @Mixin
    private final EvidenceOptions evidence = new EvidenceOptions();

    @Option(names = "--restart", description = "Throws an unfinished run of this model and name away and begins anew.")
    private boolean restart;

    @Mixin
    private final ProgressOptions progress = new ProgressOptions();

    @Override
    public Integer call() {
        IndexRequest request = request();
        progress.run(home, home.openDatabase(), indexer -> indexer.index(request));
        return 0;
    }

    private IndexRequest request() {
        OptionalLong limit = maxTokens == null ? OptionalLong.empty() : OptionalLong.of(maxTokens);
        return new IndexRequest(
                model,
                modelName,
                corpus.corpora(),
                sources(),
                modelRun.contextTokens(),
                modelRun.bos(),
                new ScanSettings(batchContexts, shardContexts, evidence.settings(), limit, acceptSuspect),
                runName,
                modelRun.device(),
                restart);
    }

    private SourceSelection sources() {
        return SourceSelection.of(
                hooks,
                saes.stream()
                        .map(sae -> new SourceSelection.SaeChoice(sae.folder(), sae.options()))
                        .toList());
    }
}
