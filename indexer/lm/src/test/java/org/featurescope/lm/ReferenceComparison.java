package org.featurescope.lm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.Json;
import org.featurescope.lm.file.SafetensorsFile;
import tools.jackson.databind.JsonNode;

/** Runs a model over the texts of its {@code reference.safetensors} and measures how far it is off. */
final class ReferenceComparison {

    record Text(String key, String text, int[] inputIds) {}

    /** @param largest over all values; absolute, divided by the expected value where that exceeds 1 */
    record Difference(String tensor, double largest) {}

    private final Path folder;
    private final SafetensorsFile reference;
    private final List<Text> texts = new ArrayList<>();

    private ReferenceComparison(Path folder, Path tensors) {
        this.folder = folder;
        reference = SafetensorsFile.open(tensors);
        for (JsonNode text : Json.read(folder.resolve("reference.json")).path("texts")) {
            String key = text.path("key").stringValue();
            if (reference.names().contains(key + ".logits")) {
                int[] ids = text.path("input_ids")
                        .valueStream()
                        .mapToInt(JsonNode::intValue)
                        .toArray();
                texts.add(new Text(key, text.path("text").asString(""), ids));
            }
        }
    }

    /** With what transformers computed. */
    static ReferenceComparison of(Path folder) {
        return of(folder, "reference.safetensors");
    }

    /** With what stands in another file of the folder. */
    static ReferenceComparison of(Path folder, String file) {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        return new ReferenceComparison(folder, folder.resolve(file));
    }

    List<Text> texts() {
        return texts;
    }

    /** Names of what is recorded of the first text. */
    Set<String> recordedHooks() {
        String prefix = texts.get(0).key() + ".";
        Set<String> hooks = new TreeSet<>();
        reference.names().stream()
                .filter(name -> name.startsWith(prefix) && !name.endsWith(".input_ids"))
                .forEach(name -> hooks.add(name.substring(prefix.length())));
        return hooks;
    }

    List<Difference> oneByOne() {
        List<Difference> differences = new ArrayList<>();
        try (HookedModel model = ModelFolder.open(folder).load("cpu")) {
            texts.forEach(text -> differences.addAll(compare(model, List.of(text))));
        }
        return differences;
    }

    /** Padding must not show. */
    List<Difference> inOneBatch() {
        try (HookedModel model = ModelFolder.open(folder).load("cpu")) {
            return compare(model, texts);
        }
    }

    private List<Difference> compare(HookedModel model, List<Text> some) {
        List<TokenContext> contexts = new ArrayList<>();
        for (Text text : some) {
            contexts.add(new TokenContext(contexts.size(), text.inputIds(), new boolean[text.inputIds().length]));
        }
        List<Difference> differences = new ArrayList<>();
        model.run(new TokenBatch(contexts), recorded(model, some), (point, activations) -> {
            for (int i = 0; i < some.size(); i++) {
                String tensor = some.get(i).key() + "." + point;
                if (reference.names().contains(tensor)) {
                    differences.add(new Difference(tensor, largest(tensor, activations, i)));
                }
            }
        });
        return differences;
    }

    private Set<HookPoint> recorded(HookedModel model, List<Text> some) {
        Set<HookPoint> points = new HashSet<>(model.hookPoints().keySet());
        points.removeIf(point -> !reference.names().contains(some.get(0).key() + "." + point));
        long tensors = reference.names().stream()
                .filter(name -> name.startsWith(some.get(0).key() + "."))
                .filter(name -> !name.endsWith(".input_ids"))
                .filter(name -> !name.endsWith(".hook_pos_embed")) // a copy of the weights; not offered
                .count();
        if (points.size() != tensors) {
            throw new AssertionError("the reference records " + tensors + " tensors, the model shows " + points);
        }
        return points;
    }

    /** What the recorded logits say of each text's own tokens, in nats per token, computed in double precision. */
    List<Double> recordedLosses() {
        return texts.stream()
                .map(text -> loss(reference.tensor(text.key() + ".logits").floats(), text.inputIds()))
                .toList();
    }

    private static double loss(float[] logits, int[] ids) {
        int vocabulary = logits.length / ids.length;
        double nats = 0;
        for (int position = 0; position < ids.length - 1; position++) {
            double sum = 0;
            for (int token = 0; token < vocabulary; token++) {
                sum += Math.exp(logits[position * vocabulary + token]);
            }
            nats += Math.log(sum) - logits[position * vocabulary + ids[position + 1]];
        }
        return nats / (ids.length - 1);
    }

    /** What the model says of the first texts of a batch, while it runs as far as a hook point. */
    List<Double> losses(HookPoint point) {
        List<Double> losses = new ArrayList<>();
        try (HookedModel model = ModelFolder.open(folder).load("cpu")) {
            for (int i = 0; i < texts.size(); i++) {
                // the longer the others, the more padding
                List<TokenContext> contexts = new ArrayList<>(List.of(context(i)));
                texts.forEach(text -> contexts.add(context(texts.indexOf(text))));
                losses.add(model.run(new TokenBatch(contexts), Set.of(point), (at, activations) -> {}, 1)
                        .mean());
            }
        }
        return losses;
    }

    private TokenContext context(int text) {
        boolean[] counted = new boolean[texts.get(text).inputIds().length];
        Arrays.fill(counted, 1, counted.length, true);
        return new TokenContext(text, texts.get(text).inputIds(), counted);
    }

    private double largest(String tensor, Activations activations, int context) {
        float[] expected = reference.tensor(tensor).floats();
        int width = activations.features();
        float[] row = new float[width];
        double largest = 0;
        for (int position = 0; position < expected.length / width; position++) {
            activations.read(context, position, 0, width, row, 0);
            for (int i = 0; i < width; i++) {
                double wanted = expected[position * width + i];
                largest = Math.max(largest, Math.abs(row[i] - wanted) / Math.max(1, Math.abs(wanted)));
            }
        }
        return largest;
    }
}
