package org.featurescope.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.featurescope.pipeline.ExtendRequest;
import org.featurescope.pipeline.IndexRequest;
import org.featurescope.pipeline.SourceSelection;
import org.featurescope.pipeline.scan.ScanSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

@Command(
        name = "index",
        description =
                "Indexes neurons, other hook points and SAEs of a model over corpora and publishes the run. The same"
                        + " command again goes on with a run that was interrupted.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class IndexCommand implements Callable<Integer> {

    static final String DEFAULT_BATCH_CONTEXTS = "32";

    /** A run that is extended keeps the settings it was made with. */
    private static final Set<String> FREE_WHEN_EXTENDING = Set.of(
            "--extend",
            "--corpus",
            "--model",
            "--sae",
            "--run-name",
            "--device",
            "--accept-suspect",
            "--restart",
            "--progress",
            "--wait-database",
            "--compare-limit",
            "--home",
            "--db",
            "--port");

    @Mixin
    private final Home home = new Home();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description =
                    "A Hugging Face model folder: config.json, model.safetensors (or shards), tokenizer.json. Required,"
                            + " unless --extend is given.")
    private @Nullable Path model;

    @Mixin
    private final CorpusArguments.Options corpus = new CorpusArguments.Options();

    @Option(
            names = "--extend",
            paramLabel = "RUN",
            description =
                    "Makes a new run of what a published one found (its number, or a folder with its evidence) and of"
                            + " the given corpora, with its settings.")
    private @Nullable String extend;

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
        if (extend == null) {
            IndexRequest request = request();
            progress.run(home, home.openDatabase(), indexer -> indexer.index(request));
        } else {
            ExtendRequest request = extension(extend);
            progress.run(home, home.openDatabase(), indexer -> indexer.extend(request));
        }
        return 0;
    }

    private IndexRequest request() {
        if (model == null) {
            throw new ParameterException(
                    command.commandLine(), "Missing required option: '--model=DIR'; only --extend knows the model");
        }
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
                evidence.lookupTokens(),
                restart);
    }

    private ExtendRequest extension(String run) {
        ParseResult given = command.commandLine().getParseResult();
        given.matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !FREE_WHEN_EXTENDING.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(name + " cannot be given with --extend: run " + run
                            + " was made with settings that its extension keeps; leave it out, or index anew");
                });
        String device = given.hasMatchedOption("--device") ? modelRun.device() : null;
        return new ExtendRequest(
                run, corpus.corpora(), model, SaeArgument.choices(saes), runName, device, acceptSuspect, restart);
    }

    private SourceSelection sources() {
        return SourceSelection.of(hooks, SaeArgument.choices(saes));
    }
}
