package org.featurescope.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.featurescope.cli.bench.Figure;
import org.featurescope.cli.bench.GrowthBenchmark;
import org.featurescope.cli.bench.IndexBenchmark;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "index",
        description = "Measures what collecting evidence costs beside the model alone, and beside PyTorch loops.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class BenchIndexCommand implements Callable<Integer> {

    private static final String SCRIPT = "tools/bench/neuroscope_loop.py";
    private static final String DEMO_MODEL = "demo/babel-4l";
    private static final String DEMO_SAE = "demo/babel-4l/saes/resid-post-2-topk";
    private static final String DEMO_CORPUS = "demo/corpus/demo-corpus.jsonl";

    @Mixin
    private final HomeFolder home = new HomeFolder();

    @Option(names = "--model", paramLabel = "DIR", description = "A model folder (default: the demo's).")
    private @Nullable Path model;

    @Option(
            names = "--sae",
            paramLabel = "DIR",
            description =
                    "SAEs of the model, beside a random one of 24,576 latents (default: the demo's, 2,048 latents).")
    private List<Path> saes = List.of();

    @Option(names = "--corpus", paramLabel = "FILE", description = "What is read (default: the demo corpus).")
    private @Nullable Path corpus;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "400000",
            description = "Tokens of a measurement of the neurons; 0: none (default: ${DEFAULT-VALUE}).")
    private long tokens;

    @Option(
            names = "--sae-tokens",
            paramLabel = "N",
            defaultValue = "60000",
            description = "Tokens of a measurement with SAEs; 0: none (default: ${DEFAULT-VALUE}).")
    private long saeTokens;

    @Option(
            names = "--gpt-tokens",
            paramLabel = "N",
            defaultValue = "16000",
            description = "Tokens of a measurement with random weights of the shape of GPT-2 small; 0: none"
                    + " (default: ${DEFAULT-VALUE}).")
    private long gpt2Tokens;

    @Option(
            names = "--context-tokens",
            paramLabel = "N",
            defaultValue = "128",
            description = "Longest context (default: ${DEFAULT-VALUE}).")
    private int contextTokens;

    @Option(
            names = "--batch-contexts",
            paramLabel = "N",
            defaultValue = "32",
            description = "Contexts of a batch (default: ${DEFAULT-VALUE}).")
    private int batchContexts;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Measurements of each candidate, by turns; medians count (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of each candidate (default: one for each processor).")
    private @Nullable Integer threads;

    @Option(
            names = "--transformers",
            paramLabel = "PYTHON",
            description = "A Python that has torch and transformers: the rival; without it only ours is measured.")
    private @Nullable Path python;

    @Option(
            names = "--growth",
            paramLabel = "N",
            description =
                    "Measures instead whole runs of `index` over so many tokens and over ten times as many: time and"
                            + " memory. Takes long.")
    private @Nullable Long growth;

    @Option(names = "--json", description = BenchCommand.JSON_DESCRIPTION)
    private boolean json;

    @Override
    public Integer call() {
        Consumer<Figure> figures = BenchCommand.printer(json);
        if (growth == null) {
            index(figures);
        } else {
            growth(growth, figures);
        }
        return 0;
    }

    private void index(Consumer<Figure> figures) {
        Path script = ofProject(SCRIPT);
        if (python != null && !Files.isRegularFile(script)) {
            throw new IllegalArgumentException(
                    "--transformers needs " + script + ", which is not there; start ./featurescope of the project");
        }
        IndexBenchmark.Settings settings = new IndexBenchmark.Settings(
                modelFolder(),
                saes.isEmpty() && model == null ? List.of(ofProject(DEMO_SAE)) : saes,
                corpusFile(),
                tokens,
                saeTokens,
                gpt2Tokens,
                contextTokens,
                batchContexts,
                rounds,
                threads == null ? Runtime.getRuntime().availableProcessors() : threads,
                python,
                script,
                home.nativeFolder());
        IndexBenchmark.run(settings, figures);
    }

    private void growth(long tokens, Consumer<Figure> figures) {
        List<String> options = new ArrayList<>(List.of("--context-tokens", String.valueOf(contextTokens)));
        options.addAll(List.of("--batch-contexts", String.valueOf(batchContexts)));
        saes.forEach(sae -> options.addAll(List.of("--sae", sae.toString(), "--accept-suspect")));
        if (!saes.isEmpty()) {
            options.addAll(List.of("--hooks", "blocks.*.mlp.hook_post"));
        }
        GrowthBenchmark.run(Featurescope.class, modelFolder(), corpusFile(), tokens, options, figures);
    }

    private Path modelFolder() {
        return model == null ? ofProject(DEMO_MODEL) : model;
    }

    private Path corpusFile() {
        return corpus == null ? ofProject(DEMO_CORPUS) : corpus;
    }

    private static Path ofProject(String path) {
        return Path.of(System.getProperty("featurescope.root", ".")).resolve(path);
    }
}
