package org.featurescope.lm.sae;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.featurescope.core.HookPoint;
import org.jspecify.annotations.Nullable;

/**
 * What a person says about an SAE folder: what its files leave open, or what to choose from it. Each is null if not
 * said, and otherwise goes before what the files say.
 *
 * @param format a format's name, when a folder could be of several
 * @param input the hook point that is read; without its block, that of each layer's SAE
 * @param output the hook point that is reconstructed, for a transcoder; without its block, likewise
 * @param layers of a folder that holds an SAE for each layer, the ones wanted; empty: all
 * @param k of a TopK SAE
 * @param centred whether the mean of the input is taken away
 * @param scale the constant that inputs are multiplied with (expected_average_only_in)
 * @param subtractsDecoderBias whether the decoder's bias is subtracted from the input
 * @param name of the source in addresses
 */
public record SaeOptions(
        @Nullable String format,
        @Nullable HookPoint input,
        @Nullable HookPoint output,
        Set<Integer> layers,
        @Nullable Integer k,
        @Nullable Boolean centred,
        @Nullable Double scale,
        @Nullable Boolean subtractsDecoderBias,
        @Nullable String name) {

    public static final SaeOptions NONE = SaeOptions.of(Map.of());

    static final Set<String> KEYS =
            new TreeSet<>(Set.of("format", "hook", "out", "layers", "k", "centred", "scale", "subtract-b-dec", "name"));

    public SaeOptions {
        layers = Set.copyOf(layers);
    }

    /**
     * Of keys and values as they stand on a command line, for example {@code hook=blocks.3.hook_resid_post}, {@code
     * layers=0;5}.
     *
     * @throws IllegalArgumentException if a key is unknown or a value is not of its kind
     */
    public static SaeOptions of(Map<String, String> given) {
        given.keySet().stream().filter(key -> !KEYS.contains(key)).findFirst().ifPresent(key -> {
            throw new IllegalArgumentException("unknown option " + key + " of an SAE; known: " + KEYS);
        });
        return new SaeOptions(
                given.get("format"),
                value(given, "hook", "a hook point", HookPoint::parse),
                value(given, "out", "a hook point", HookPoint::parse),
                given.containsKey("layers") ? layers(given) : Set.of(),
                value(given, "k", "a whole number", Integer::valueOf),
                value(given, "centred", "true or false", SaeOptions::flag),
                value(given, "scale", "a number", Double::valueOf),
                value(given, "subtract-b-dec", "true or false", SaeOptions::flag),
                given.get("name"));
    }

    /** As {@link #of} takes them. */
    public Map<String, String> toMap() {
        Map<String, String> given = new TreeMap<>();
        put(given, "format", format);
        put(given, "hook", input);
        put(given, "out", output);
        put(given, "layers", layers.isEmpty() ? null : layers(layers));
        put(given, "k", k);
        put(given, "centred", centred);
        put(given, "scale", scale);
        put(given, "subtract-b-dec", subtractsDecoderBias);
        put(given, "name", name);
        return given;
    }

    private static String layers(Set<Integer> layers) {
        return layers.stream().sorted().map(String::valueOf).collect(Collectors.joining(";"));
    }

    private static void put(Map<String, String> given, String key, @Nullable Object value) {
        if (value != null) {
            given.put(key, value.toString());
        }
    }

    /** These options with other hook points. */
    SaeOptions at(@Nullable HookPoint otherInput, @Nullable HookPoint otherOutput) {
        return new SaeOptions(format, otherInput, otherOutput, layers, k, centred, scale, subtractsDecoderBias, name);
    }

    private static Set<Integer> layers(Map<String, String> given) {
        Set<Integer> layers = new TreeSet<>();
        for (String layer : given.getOrDefault("layers", "").split(";", -1)) {
            layers.add(value(
                    new TreeMap<>(Map.of("layers", layer)),
                    "layers",
                    "whole numbers with ; between",
                    Integer::valueOf));
        }
        return layers;
    }

    private static Boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException();
        }
        return Boolean.valueOf(text);
    }

    private static <T> @Nullable T value(Map<String, String> given, String key, String kind, Function<String, T> read) {
        String text = given.get(key);
        if (text == null) {
            return null;
        }
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " of an SAE must be " + kind + ", got \"" + text + "\"", e);
        }
    }
}
