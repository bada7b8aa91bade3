package org.featurescope.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.Activations;
import org.featurescope.lm.Engine;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.TokenBatch;
import org.featurescope.lm.TokenContext;
import org.featurescope.pipeline.ProgramVersion;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process of its own that runs a model when told to, and says how long it took. It speaks the protocol of {@code
 * tools/bench/transformers_forward.py}, and one command more: {@code reduce CONTEXTS TOKENS}, a pass in which the neurons of
 * all layers are reduced as well.
 */
public final class ForwardServer {

    private final HookedModel model;
    private final PrintStream out;
    private final Random random = new Random(0);
    private final JsonMapper mapper = new JsonMapper();

    private ForwardServer(HookedModel model, PrintStream out) {
        this.model = model;
        this.out = out;
    }

    /** Arguments: model folder, device, threads, folder of native libraries. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err); // whatever a library prints is no answer
        Engine.configure(Path.of(arguments[3]));
        Engine.useThreads(Integer.parseInt(arguments[2]));
        long start = System.nanoTime();
        try (HookedModel model = ModelFolder.open(Path.of(arguments[0])).load(arguments[1])) {
            double loadSeconds = (System.nanoTime() - start) / 1e9;
            ForwardServer server = new ForwardServer(model, out);
            server.say(new TreeMap<>(Map.of(
                    "loadSeconds", loadSeconds,
                    "threads", Integer.parseInt(arguments[2]),
                    "featurescope", ProgramVersion.get())));
            server.serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        }
    }

    private void serve(BufferedReader commands) throws IOException {
        for (String line = commands.readLine(); line != null && !line.equals("quit"); line = commands.readLine()) {
            String[] words = line.split(" ");
            TokenBatch batch = batch(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            long start = System.nanoTime();
            run(batch, words[0].equals("reduce"));
            say(new TreeMap<>(Map.of("seconds", (System.nanoTime() - start) / 1e9)));
        }
    }

    private void run(TokenBatch batch, boolean reduced) {
        Set<HookPoint> wanted = new HashSet<>(Set.of(HookPoint.logits()));
        if (reduced) {
            IntStream.range(0, model.shape().layers())
                    .mapToObj(HookPoint::mlpPost)
                    .forEach(wanted::add);
        }
        model.run(batch, wanted, (point, activations) -> take(point, activations));
    }

    private static void take(HookPoint point, Activations activations) {
        if (point.equals(HookPoint.logits())) {
            activations.await();
        } else {
            activations.reduce();
        }
    }

    /** Random tokens, of which the first of each context does not count. */
    private TokenBatch batch(int contexts, int tokens) {
        List<TokenContext> batch = new ArrayList<>();
        for (int context = 0; context < contexts; context++) {
            boolean[] counted = new boolean[tokens];
            Arrays.fill(counted, 1, tokens, true);
            int[] ids = random.ints(tokens, 0, model.shape().vocabularySize()).toArray();
            batch.add(new TokenContext(context, ids, counted));
        }
        return new TokenBatch(batch);
    }

    private void say(Map<String, Object> answer) {
        ProcessMemory.addPeak(answer);
        out.println(mapper.writeValueAsString(answer));
        out.flush();
    }
}
