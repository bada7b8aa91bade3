package org.featurescope.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.LookupTokens;
import org.featurescope.lm.Activations;
import org.featurescope.lm.Engine;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.SaeEncoder;
import org.featurescope.lm.TokenBatch;
import org.featurescope.lm.TokenContext;
import org.featurescope.lm.Tokenizer;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;
import org.featurescope.pipeline.BosPolicy;
import org.featurescope.pipeline.ProgramVersion;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.Corpus;
import org.featurescope.pipeline.corpus.FrequentTokens;
import org.featurescope.pipeline.scan.FeatureSource;
import org.featurescope.pipeline.scan.HookSource;
import org.featurescope.pipeline.scan.NormalisedText;
import org.featurescope.pipeline.scan.SaeSource;
import org.featurescope.pipeline.scan.Scan;
import org.featurescope.pipeline.scan.ScanBatches;
import org.featurescope.pipeline.scan.ScanSettings;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process of its own that runs a model over the beginning of a corpus when told to, with and without collecting evidence, and
 * says how long it took. Commands, a line each:
 *
 * <ul>
 *   <li>{@code batches FILE}: writes the batches that a scan makes, for rivals: a line of JSON each, contexts of token ids
 *   <li>{@code pass}: the whole model alone, from the token ids to the logits at all positions, over those batches
 *   <li>{@code cut}: the model alone as far as a scan of neurons needs it, to those of the last layer
 *   <li>{@code neurons}: a scan of the MLP neurons of all layers, the reading of the text included
 *   <li>{@code pass+encode}: the whole model, and the encoders of all SAEs
 *   <li>{@code cut+encode}: the model as far as SAEs listen, and their encoders
 *   <li>{@code latents}: a scan of the latents of all SAEs
 * </ul>
 */
public final class IndexServer {

    private final HookedModel model;
    private final Tokenizer tokenizer;
    private final Corpus corpus;
    private final int contextTokens;
    private final ScanSettings settings;
    private final LookupTokens lookupTokens;
    private final List<TokenBatch> batches;
    private final List<FeatureSource> neurons = new ArrayList<>();
    private final List<FeatureSource> latents = new ArrayList<>();
    private final PrintStream out;
    private final JsonMapper mapper = new JsonMapper();

    private IndexServer(HookedModel model, Tokenizer tokenizer, Arguments arguments, PrintStream out) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.out = out;
        corpus = Corpus.of(List.of(arguments.corpus));
        contextTokens = arguments.contextTokens;
        settings = new ScanSettings(
                arguments.batchContexts, EvidenceSettings.DEFAULT, OptionalLong.of(arguments.tokens), true);
        lookupTokens = FrequentTokens.of(List.of(this::cutter), LookupTokens.USUAL);
        try (ContextCutter cutter = cutter()) {
            batches = ScanBatches.of(cutter, settings);
        }
    }

    private record Arguments(
            Path model,
            int threads,
            Path nativeFolder,
            Path corpus,
            int contextTokens,
            int batchContexts,
            long tokens,
            List<Path> saes) {

        static Arguments of(String[] words) {
            return new Arguments(
                    Path.of(words[0]),
                    Integer.parseInt(words[1]),
                    Path.of(words[2]),
                    Path.of(words[3]),
                    Integer.parseInt(words[4]),
                    Integer.parseInt(words[5]),
                    Long.parseLong(words[6]),
                    List.of(words).subList(7, words.length).stream()
                            .map(Path::of)
                            .toList());
        }

        List<String> words() {
            List<String> words = new ArrayList<>(List.of(
                    model.toString(),
                    String.valueOf(threads),
                    nativeFolder.toString(),
                    corpus.toString(),
                    String.valueOf(contextTokens),
                    String.valueOf(batchContexts),
                    String.valueOf(tokens)));
            saes.forEach(sae -> words.add(sae.toString()));
            return words;
        }
    }

    /** The process, started. */
    static BenchPeer start(IndexBenchmark.Settings settings, Path model, long tokens, List<Path> saes) {
        Arguments arguments = new Arguments(
                model,
                settings.threads(),
                settings.nativeFolder(),
                settings.corpus(),
                settings.contextTokens(),
                settings.batchContexts(),
                tokens,
                saes);
        return BenchPeer.ofOurs(IndexServer.class, arguments.words());
    }

    public static void main(String[] words) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err); // whatever a library prints is no answer
        Arguments arguments = Arguments.of(words);
        Engine.configure(arguments.nativeFolder);
        Engine.useThreads(arguments.threads);
        ModelFolder folder = ModelFolder.open(arguments.model);
        try (HookedModel model = folder.load("cpu");
                Tokenizer tokenizer = folder.tokenizer()) {
            IndexServer server = new IndexServer(model, tokenizer, arguments, out);
            server.findSources(folder, arguments.saes);
            server.say(new TreeMap<>(Map.of(
                    "tokens", server.tokens(),
                    "contexts",
                            server.batches.stream().mapToInt(TokenBatch::size).sum(),
                    "featurescope", ProgramVersion.get())));
            server.serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        }
    }

    private void findSources(ModelFolder folder, List<Path> saes) {
        folder.hookPoints().forEach((point, width) -> {
            HookSource source = HookSource.of(point, width);
            if (source.isNeurons()) {
                neurons.add(source);
            }
        });
        saes.stream()
                .flatMap(path -> SaeFolder.read(path, SaeOptions.NONE).stream())
                .forEach(sae -> latents.add(new SaeSource(sae.name() + "-" + latents.size(), sae, "")));
    }

    private long tokens() {
        return batches.stream().mapToLong(TokenBatch::countedTokens).sum();
    }

    private ContextCutter cutter() {
        return new ContextCutter(corpus.read(), tokenizer, contextTokens, BosPolicy.AUTO.token(tokenizer));
    }

    private void serve(BufferedReader commands) throws IOException {
        for (String line = commands.readLine(); line != null && !line.equals("quit"); line = commands.readLine()) {
            if (line.startsWith("batches ")) {
                writeBatches(Path.of(line.substring("batches ".length())));
                say(new TreeMap<>());
            } else {
                time(trial(line));
            }
        }
    }

    private Runnable trial(String command) {
        return switch (command) {
            case "pass" -> () -> forward(HookPoint.logits());
            case "cut" -> () -> forward(HookPoint.mlpPost(model.shape().layers() - 1));
            case "neurons" -> () -> scan(neurons);
            case "pass+encode" -> () -> encode(Set.of(HookPoint.logits()));
            case "cut+encode" -> () -> encode(Set.of());
            case "latents" -> () -> scan(latents);
            default -> throw new IllegalArgumentException("unknown command " + command);
        };
    }

    private void time(Runnable trial) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        trial.run();
        say(new TreeMap<>(Map.of(
                "seconds", (System.nanoTime() - start) / 1e9,
                "cpuSeconds", (system.getProcessCpuTime() - cpu) / 1e9)));
    }

    private void forward(HookPoint last) {
        for (TokenBatch batch : batches) {
            model.run(batch, Set.of(last), (point, activations) -> activations.await());
        }
    }

    /**
     * No reconstruction is measured: that belongs to indexing.
     *
     * @param besides hook points that no SAE listens at
     */
    private void encode(Set<HookPoint> besides) {
        List<SaeEncoder> encoders = latents.stream()
                .map(source -> model.attach(((SaeSource) source).sae()))
                .toList();
        Set<HookPoint> wanted = new HashSet<>(besides);
        encoders.forEach(encoder -> wanted.addAll(encoder.hookPoints()));
        for (TokenBatch batch : batches) {
            model.run(batch, wanted, (point, activations) -> encode(encoders, point, activations));
        }
        encoders.forEach(SaeEncoder::close);
    }

    private static void encode(List<SaeEncoder> encoders, HookPoint point, Activations activations) {
        if (point.equals(HookPoint.logits())) {
            activations.await();
        }
        encoders.stream()
                .filter(encoder -> encoder.hookPoints().contains(point))
                .forEach(encoder -> encoder.onActivations(point, activations, false, Activations::await));
    }

    private void scan(List<FeatureSource> sources) {
        try (ContextCutter cutter = cutter()) {
            Scan.run(
                    model,
                    sources,
                    cutter,
                    lookupTokens,
                    NormalisedText.of(tokenizer),
                    settings,
                    (tokens, share) -> {});
        }
    }

    private void writeBatches(Path file) throws IOException {
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            for (TokenBatch batch : batches) {
                lines.write(mapper.writeValueAsString(
                        batch.contexts().stream().map(TokenContext::tokenIds).toList()));
                lines.newLine();
            }
        }
    }

    private void say(Map<String, Object> answer) {
        ProcessMemory.addPeak(answer);
        out.println(mapper.writeValueAsString(answer));
        out.flush();
    }
}
