package org.featurescope.pipeline.imports;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.core.PublicName;
import org.jspecify.annotations.Nullable;

/**
 * What files say of a source.
 *
 * @param model its name in addresses
 * @param name likewise
 * @param kind as {@link org.featurescope.db.store.SourceRow} has it
 * @param dataset the name of the texts; null, like all below: no file has said so yet
 * @param contexts texts that it was measured over
 * @param tokens in them
 */
record DumpSource(
        String model,
        String name,
        String kind,
        @Nullable Integer layer,
        @Nullable String hookPoint,
        @Nullable String dataset,
        @Nullable Long contexts,
        @Nullable Long tokens) {

    private static final Pattern LAYER = Pattern.compile("^(\\d{1,4})(-.*)?$");

    /**
     * A source by the name that Neuronpedia gives it: {@code 6} are the neurons of layer 6, {@code 6-res-jb} is an SAE at layer 6.
     *
     * @param layer Neuronpedia's name of a source
     */
    static DumpSource named(String model, String layer) {
        Matcher number = LAYER.matcher(layer);
        Integer at = number.matches() ? Integer.valueOf(number.group(1)) : null;
        if (at != null && number.group(2) == null) {
            return neurons(model, at);
        }
        String kind = layer.contains("transcoder") ? "transcoder" : "sae";
        return new DumpSource(modelName(model), sourceName(layer), kind, at, null, null, null, null);
    }

    /** The MLP neurons of a layer. */
    static DumpSource neurons(String model, int layer) {
        return new DumpSource(
                modelName(model), layer + "-mlp", "mlp", layer, "blocks." + layer + ".mlp.hook_post", null, null, null);
    }

    /** Of {@code EleutherAI/pythia-70m} what follows the slash. */
    private static String modelName(String text) {
        String name = PublicName.from(text.substring(text.lastIndexOf('/') + 1));
        return PublicName.require("the name of the model", name, "--model-name");
    }

    private static String sourceName(String text) {
        return PublicName.require("the name of the source", PublicName.from(text), "--source-name");
    }

    String key() {
        return model + "/" + name;
    }

    DumpSource with(
            @Nullable String hook, @Nullable String texts, @Nullable Long readContexts, @Nullable Long readTokens) {
        return new DumpSource(
                model,
                name,
                kind,
                layer,
                hookPoint == null ? hook : hookPoint,
                dataset == null ? texts : dataset,
                contexts == null ? readContexts : contexts,
                tokens == null ? readTokens : tokens);
    }

    /** With what another file says of the same source. */
    DumpSource and(DumpSource other) {
        return with(other.hookPoint, other.dataset, other.contexts, other.tokens);
    }

    /** As the person who imports wants it. */
    DumpSource as(ImportRequest request) {
        return new DumpSource(
                request.model() == null ? model : PublicName.require("--model-name", request.model(), "--model-name"),
                request.source() == null
                        ? name
                        : PublicName.require("--source-name", request.source(), "--source-name"),
                kind,
                layer,
                Objects.requireNonNullElse(request.hookPoint(), "").isEmpty() ? hookPoint : request.hookPoint(),
                dataset,
                contexts,
                tokens);
    }
}
