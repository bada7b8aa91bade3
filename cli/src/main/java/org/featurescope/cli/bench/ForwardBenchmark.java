package org.featurescope.cli.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How fast our forward pass is, logits at all positions, beside transformers on PyTorch: same weights, shape of batch,
 * threads, each in a process of its own, by turns.
 */
public final class ForwardBenchmark {

    private static final int WARM_UPS = 2;
    private static final double FORWARD_BAR = 1.0;
    private static final double REDUCED_BAR = 0.9;
    private static final String TOKENS_PER_SECOND = "tokens/s";

    /**
     * @param model a model folder; null: random weights of the shape of GPT-2 small
     * @param python an interpreter with torch and transformers; null: only ours is measured
     * @param script {@code transformers_forward.py}
     */
    public record Settings(
            @Nullable Path model,
            int contexts,
            int contextTokens,
            int rounds,
            int threads,
            String device,
            @Nullable Path python,
            Path script,
            Path nativeFolder) {

        public Settings {
            OptionValue.require("--contexts", contexts, 1);
            OptionValue.require("--context-tokens", contextTokens, 1);
            OptionValue.require("--rounds", rounds, 1);
            OptionValue.require("--threads", threads, 1);
        }

        private int tokens() {
            return contexts * contextTokens;
        }

        private String command(String name) {
            return name + " " + contexts + " " + contextTokens;
        }
    }

    private final Settings settings;
    private final Consumer<Figure> figures;

    private ForwardBenchmark(Settings settings, Consumer<Figure> figures) {
        this.settings = settings;
        this.figures = figures;
    }

    /** @param figures receives each as soon as it is known */
    public static void run(Settings settings, Consumer<Figure> figures) {
        ForwardBenchmark benchmark = new ForwardBenchmark(settings, figures);
        if (settings.model != null) {
            benchmark.measure(settings.model);
        } else {
            try (RandomGpt2 model = RandomGpt2.write()) {
                benchmark.measure(model.folder());
            }
        }
    }

    private void measure(Path model) {
        String threads = String.valueOf(settings.threads);
        try (BenchPeer ours = BenchPeer.ofOurs(
                        ForwardServer.class,
                        List.of(model.toString(), settings.device, threads, settings.nativeFolder.toString()));
                BenchPeer theirs = settings.python == null
                        ? null
                        : BenchPeer.ofPython(
                                settings.python,
                                settings.script,
                                List.of(model.toString(), "--device", settings.device, "--threads", threads))) {
            JsonNode ourFirst = ours.ask(settings.command("run"));
            @Nullable JsonNode theirFirst = theirs == null ? null : theirs.ask(settings.command("run"));
            measureSpeed(ours, theirs);
            measureStart(ours.greeting(), ourFirst, theirs == null ? null : theirs.greeting(), theirFirst);
        }
    }

    private void measureSpeed(BenchPeer ours, @Nullable BenchPeer theirs) {
        Map<String, DoubleSupplier> candidates = new LinkedHashMap<>();
        candidates.put("ours", () -> speed(ours, "run"));
        if (theirs != null) {
            candidates.put("theirs", () -> speed(theirs, "run"));
        }
        candidates.put("reduced", () -> speed(ours, "reduce"));
        Map<String, Double> medians = new Rounds(WARM_UPS, settings.rounds).medians(candidates);
        double bare = Objects.requireNonNull(medians.get("ours"));
        Double baseline = medians.get("theirs");
        figures.accept(
                baseline == null
                        ? Figure.of("forward", bare, TOKENS_PER_SECOND)
                        : Figure.atLeast("forward", bare, TOKENS_PER_SECOND, baseline, FORWARD_BAR));
        double reduced = Objects.requireNonNull(medians.get("reduced"));
        figures.accept(Figure.atLeast("forward, MLP hooks reduced", reduced, TOKENS_PER_SECOND, bare, REDUCED_BAR));
    }

    private double speed(BenchPeer peer, String command) {
        return settings.tokens() / seconds(peer.ask(settings.command(command)));
    }

    private static double seconds(JsonNode answer) {
        return answer.path("seconds").doubleValue();
    }

    private void measureStart(
            JsonNode ours, JsonNode ourFirst, @Nullable JsonNode theirs, @Nullable JsonNode theirFirst) {
        double load = ours.path("loadSeconds").doubleValue();
        Double theirLoad = theirs == null ? null : theirs.path("loadSeconds").doubleValue();
        add("load", load, "s", theirLoad);
        add(
                "load and first pass",
                load + seconds(ourFirst),
                "s",
                theirLoad == null || theirFirst == null ? null : theirLoad + seconds(theirFirst));
        addPeak("peak memory, loaded", ours, theirs);
        addPeak("peak memory, after the first pass", ourFirst, theirFirst);
    }

    private void addPeak(String name, JsonNode ours, @Nullable JsonNode theirs) {
        if (ours.has("peakBytes")) {
            Double baseline = theirs == null ? null : theirs.path("peakBytes").doubleValue() / 1e6;
            add(name, ours.path("peakBytes").doubleValue() / 1e6, "MB", baseline);
        }
    }

    private void add(String name, double value, String unit, @Nullable Double baseline) {
        figures.accept(baseline == null ? Figure.of(name, value, unit) : Figure.beside(name, value, unit, baseline));
    }
}
