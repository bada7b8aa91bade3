package org.featurescope.cli;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.featurescope.cli.inspect.Size;
import org.featurescope.core.HookPoint;
import org.featurescope.pipeline.activations.ActivationExport;
import org.featurescope.pipeline.activations.ActivationReport;
import org.featurescope.pipeline.activations.ActivationRequest;
import org.featurescope.pipeline.corpus.Corpus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "activations",
        description = "Writes token ids and activations to a file for a notebook.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class ActivationsCommand implements Callable<Integer> {

    private static final String DEFAULT_BATCH_CONTEXTS = "8";

    /** Where the text comes from: one of the two. */
    static final class Text {
        @Option(names = "--text", paramLabel = "TEXT", required = true, description = "The text to run the model over.")
        private @Nullable String text;

        @Option(
                names = "--corpus",
                paramLabel = "FILE",
                required = true,
                arity = "1..*",
                description = "One or several files, as index takes them, instead of a text.")
        private List<Path> corpus = List.of();

        Corpus corpus() {
            return text == null ? Corpus.of(corpus) : Corpus.ofText(text);
        }
    }

    @Mixin
    private final HomeFolder home = new HomeFolder();

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "A Hugging Face model folder.")
    private Path model = Path.of("");

    @Option(
            names = "--hook",
            paramLabel = "NAME",
            arity = "1..*",
            description = "Hook points whose activations are written; inspect lists those of a model.")
    private List<String> hooks = List.of();

    @Option(
            names = "--sae",
            paramLabel = "DIR[,KEY=VALUE…]",
            converter = SaeArgument.Converter.class,
            description = "A folder of SAEs whose latents are written; may be given several times.")
    private List<SaeArgument> saes = List.of();

    @ArgGroup(multiplicity = "1")
    private Text text = new Text();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The file to write: .safetensors or .json; one that is there is replaced.")
    private Path out = Path.of("");

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
            description = "Contexts that run through the model together (default: ${DEFAULT-VALUE}).")
    private int batchContexts;

    @Override
    public Integer call() {
        home.configureEngine();
        ActivationReport report;
        try (ConsoleProgress console = ConsoleProgress.ofTerminal()) {
            report = ActivationExport.run(request(), console.progress());
        }
        System.out.printf(
                "%s: %,d tokens in %,d contexts, %s%n",
                out, report.tokens(), report.contexts(), Size.of(report.bytes()));
        return 0;
    }

    private ActivationRequest request() {
        Set<HookPoint> points = new LinkedHashSet<>();
        hooks.forEach(name -> points.add(HookPoint.parse(name)));
        return new ActivationRequest(
                model,
                List.copyOf(points),
                saes.stream().flatMap(argument -> argument.read().stream()).toList(),
                text.corpus(),
                modelRun.contextTokens(),
                modelRun.bos(),
                maxTokens == null ? OptionalLong.empty() : OptionalLong.of(maxTokens),
                batchContexts,
                modelRun.device(),
                out);
    }
}
