package org.featurescope.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What evidence costs: the scan of a corpus beside the model alone over the same batches, and beside a rival, by turns. The model
 * alone is measured twice: to its logits, which is what a forward pass is, and cut off where the scan needs no more of it.
 */
public final class IndexBenchmark {

    private static final double NEURONS_BAR = 1.15;
    private static final double LATENTS_BAR = 1.20;
    private static final double RIVAL_BAR = 1.5;
    private static final int LATENTS = 24_576;
    private static final int ACTIVE_LATENTS = 32;

    /**
     * @param model a model folder with its tokenizer
     * @param saes of the model
     * @param corpus a text file, of which so many tokens are read
     * @param latentTokens of the measurement with SAEs, whose encoders take long; 0: it is left out
     * @param smallTokens of the large model with random weights; 0: it is left out
     * @param python an interpreter with torch and transformers; null: only ours is measured
     * @param script {@code neuroscope_loop.py}
     */
    public record Settings(
            Path model,
            List<Path> saes,
            Path corpus,
            long tokens,
            long latentTokens,
            long smallTokens,
            int contextTokens,
            int batchContexts,
            int rounds,
            int threads,
            @Nullable Path python,
            Path script,
            Path nativeFolder) {

        public Settings {
            saes = List.copyOf(saes);
            OptionValue.require("--tokens", tokens, 0);
            OptionValue.require("--sae-tokens", latentTokens, 0);
            OptionValue.require("--gpt-tokens", smallTokens, 0);
            OptionValue.require("--context-tokens", contextTokens, 2);
            OptionValue.require("--batch-contexts", batchContexts, 1);
            OptionValue.require("--rounds", rounds, 1);
            OptionValue.require("--threads", threads, 1);
        }
    }

    private final Settings settings;
    private final Consumer<Figure> figures;

    private IndexBenchmark(Settings settings, Consumer<Figure> figures) {
        this.settings = settings;
        this.figures = figures;
    }

    /** @param figures receives each as soon as it is known */
    public static void run(Settings settings, Consumer<Figure> figures) {
        IndexBenchmark benchmark = new IndexBenchmark(settings, figures);
        if (settings.tokens > 0) {
            benchmark.neurons(settings.model, "neurons", settings.tokens);
        }
        if (settings.latentTokens > 0) {
            benchmark.latents();
        }
        if (settings.smallTokens > 0) {
            try (RandomGpt2 random = RandomGpt2.write()) {
                random.addTokenizer(settings.model);
                benchmark.neurons(random.folder(), "neurons of GPT-2's shape", settings.smallTokens);
            }
        }
    }

    private void neurons(Path model, String name, long tokens) {
        try (BenchPeer ours = IndexServer.start(settings, model, tokens, List.of());
                BenchPeer theirs = settings.python == null
                        ? null
                        : BenchPeer.ofPython(
                                settings.python,
                                settings.script,
                                List.of(model.toString(), "--threads", String.valueOf(settings.threads)))) {
            Trials trials = new Trials(settings.rounds);
            trials.add("pass", ours, "pass");
            trials.add("cut", ours, "cut");
            trials.add("scan", ours, "neurons");
            if (theirs != null) {
                handBatches(ours, theirs);
                trials.add("plain", theirs, "plain");
                trials.add("fast", theirs, "fast");
            }
            trials.run();
            addTimes(name + ", beside the whole pass", trials, "pass", NEURONS_BAR);
            addTimes(name + ", beside the pass cut off", trials, "cut", null);
            if (theirs != null) {
                long read = ours.greeting().path("tokens").longValue();
                addRates(name + ", beside plain PyTorch", trials, "plain", read, RIVAL_BAR);
                addRates(name + ", beside fast PyTorch", trials, "fast", read, null);
            }
        }
    }

    /**
     * CPU time too: on a machine with other work it says more.
     *
     * @param bar null: nothing is asked
     */
    private void addTimes(String name, Trials trials, String baseline, @Nullable Double bar) {
        double seconds = trials.seconds("scan");
        double alone = trials.seconds(baseline);
        figures.accept(
                bar == null ? Figure.beside(name, seconds, "s", alone) : Figure.atMost(name, seconds, "s", alone, bar));
        addCpuTimes(name, trials, baseline);
    }

    private void addRates(String name, Trials trials, String rival, long tokens, @Nullable Double bar) {
        double ours = tokens / trials.seconds("scan");
        double theirs = tokens / trials.seconds(rival);
        String unit = "tokens/s";
        figures.accept(
                bar == null ? Figure.beside(name, ours, unit, theirs) : Figure.atLeast(name, ours, unit, theirs, bar));
        addCpuTimes(name, trials, rival);
    }

    private void addCpuTimes(String name, Trials trials, String baseline) {
        figures.accept(Figure.beside(name + ", CPU", trials.cpuSeconds("scan"), "s", trials.cpuSeconds(baseline)));
    }

    /** The rival runs the very batches of ours. */
    private static void handBatches(BenchPeer ours, BenchPeer theirs) {
        try {
            Path file = Files.createTempFile("featurescope-bench", ".jsonl");
            try {
                ours.ask("batches " + file);
                theirs.ask("batches " + file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void latents() {
        try (RandomSae random = RandomSae.write(settings.model, LATENTS, ACTIVE_LATENTS)) {
            List<Path> saes = new ArrayList<>(settings.saes);
            saes.add(random.folder());
            try (BenchPeer ours = IndexServer.start(settings, settings.model, settings.latentTokens, saes)) {
                Trials trials = new Trials(settings.rounds);
                trials.add("pass", ours, "pass+encode");
                trials.add("cut", ours, "cut+encode");
                trials.add("scan", ours, "latents");
                trials.run();
                addTimes("latents, beside the whole pass and encoders", trials, "pass", LATENTS_BAR);
                addTimes("latents, beside the pass cut off and encoders", trials, "cut", null);
            }
        }
    }
}
