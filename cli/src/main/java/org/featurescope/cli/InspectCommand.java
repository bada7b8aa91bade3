package org.featurescope.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.featurescope.cli.inspect.FolderKind;
import org.featurescope.cli.inspect.ModelInspection;
import org.featurescope.cli.inspect.SaeInspection;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.Tokenizer;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeOptions;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.Corpus;
import org.featurescope.pipeline.scan.Fidelity;
import org.featurescope.pipeline.scan.SaeMeasurement;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "inspect",
        description = "Says what a folder is: a model, or SAEs and how well they fit a model.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class InspectCommand implements Callable<Integer> {

    private static final String DEFAULT_MAX_TOKENS = "16384";

    @Mixin
    private final HomeFolder home = new HomeFolder();

    @Parameters(
            paramLabel = "DIR[,KEY=VALUE…]",
            converter = SaeArgument.Converter.class,
            description = "A folder with a model or with SAEs; options as --sae of index takes them.")
    private SaeArgument folder = new SaeArgument(Path.of(""), SaeOptions.NONE);

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "For SAEs: the model they are laid beside, to see whether they fit.")
    private @Nullable Path model;

    @Option(
            names = "--corpus",
            paramLabel = "FILE",
            arity = "1..*",
            description = "With --model: texts over which the fidelity of the SAEs is measured.")
    private List<Path> corpus = List.of();

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = DEFAULT_MAX_TOKENS,
            description = "Tokens of the corpus to measure over, at least (default: ${DEFAULT-VALUE}).")
    private long maxTokens;

    @Mixin
    private final ModelRunOptions modelRun = new ModelRunOptions();

    @Option(names = "--json", description = "Prints one JSON object in place of text.")
    private boolean json;

    @Override
    public Integer call() {
        home.configureEngine();
        check();
        if (FolderKind.of(folder.folder(), folder.options()) == FolderKind.MODEL) {
            inspectModel();
        } else {
            inspectSaes();
        }
        return 0;
    }

    private void check() {
        if (!corpus.isEmpty() && model == null) {
            throw new IllegalArgumentException("--corpus needs --model: the model that the SAEs were trained on");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("--max-tokens must be >= 1, got " + maxTokens);
        }
    }

    private void inspectModel() {
        if (model != null || !folder.options().equals(SaeOptions.NONE)) {
            throw new IllegalArgumentException(folder.folder()
                    + " is a model; --model and options behind the folder's name are for folders of SAEs");
        }
        ModelInspection found = ModelInspection.of(folder.folder());
        System.out.println(json ? new JsonMapper().writeValueAsString(found) : found.text());
    }

    private void inspectSaes() {
        List<Sae> saes = folder.read();
        List<SaeInspection> found = saes.stream().map(SaeInspection::of).toList();
        if (model != null) {
            found = beside(ModelFolder.open(model), saes, found);
        }
        System.out.println(json ? json(found) : SaeInspection.text(folder.folder(), found));
    }

    private String json(List<SaeInspection> found) {
        record Folder(String folder, String kind, List<SaeInspection> saes) {}
        return new JsonMapper().writeValueAsString(new Folder(folder.folder().toString(), "sae", found));
    }

    /** With a corpus, those that fit are measured. */
    private List<SaeInspection> beside(ModelFolder opened, List<Sae> saes, List<SaeInspection> found) {
        List<SaeInspection> all = new ArrayList<>();
        List<Sae> fitting = new ArrayList<>();
        for (int i = 0; i < saes.size(); i++) {
            all.add(found.get(i).beside(opened, saes.get(i)));
            if (Boolean.TRUE.equals(all.get(i).fitsModel())) {
                fitting.add(saes.get(i));
            }
        }
        if (!corpus.isEmpty() && !fitting.isEmpty()) {
            Iterator<Fidelity> results = measure(opened, fitting).iterator();
            all.replaceAll(one -> Boolean.TRUE.equals(one.fitsModel()) ? one.measured(results.next()) : one);
        }
        return all;
    }

    private List<Fidelity> measure(ModelFolder opened, List<Sae> saes) {
        Corpus texts = Corpus.of(corpus);
        try (Tokenizer tokenizer = opened.tokenizer();
                ContextCutter contexts = new ContextCutter(
                        texts.read(),
                        tokenizer,
                        modelRun.contextTokens(),
                        modelRun.bos().token(tokenizer));
                HookedModel running = opened.load(modelRun.device());
                ConsoleProgress console = ConsoleProgress.ofTerminal()) {
            return SaeMeasurement.measure(
                    running, saes, contexts, maxTokens, json ? (tokens, share) -> {} : console.progress());
        }
    }
}
