package org.featurescope.lm;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.featurescope.lm.file.ConfigFile;

/**
 * How fast rotary positions turn: the frequency of dimension {@code i}, in radians a position, is
 * {@code theta^(-2i/width)}, which a scaling of longer contexts may change. Reads the spelling of transformers 4
 * ({@code rope_theta}, {@code rope_scaling}) and 5 ({@code rope_parameters}).
 *
 * @param frequencies half as many as the dimensions that turn
 */
record RotarySettings(List<Float> frequencies) {

    private static final double DEFAULT_THETA = 10_000;

    RotarySettings {
        frequencies = List.copyOf(frequencies);
    }

    /** Of a model whose layers all turn alike, in the whole width of a head. */
    static RotarySettings read(ConfigFile config, ModelShape shape) {
        ConfigFile rope = object(config);
        for (ConfigFile place : List.of(config, rope)) {
            place.refuse(place.number("partial_rotary_factor", 1) != 1, "partial_rotary_factor", "1");
        }
        double theta = rope.number("rope_theta", config.number("rope_theta", DEFAULT_THETA));
        return of(rope, theta, shape.dHead(), shape.maxPositions());
    }

    /** Where the settings stand; rope_scaling goes first, as in transformers. */
    static ConfigFile object(ConfigFile config) {
        String field = config.has("rope_scaling") ? "rope_scaling" : "rope_parameters";
        ConfigFile rope = config.object(field);
        config.refuse(rope.has("full_attention") || rope.has("sliding_attention"), field, "one for all layers");
        return rope;
    }

    /**
     * The frequencies of one kind of layer.
     *
     * @param rope its {@code rope_type} and what belongs to it; empty for the default
     * @param width how many dimensions of a head turn
     */
    static RotarySettings of(ConfigFile rope, double theta, int width, int maxPositions) {
        rope.refuse(
                width % 2 != 0, "partial_rotary_factor", "one that leaves a rotary width that is even, not " + width);
        String typeField = rope.has("rope_type") ? "rope_type" : "type";
        RotarySettings plain = plain(theta, width);
        return switch (rope.text(typeField, "default")) {
            case "default" -> plain;
            case "linear" -> plain.slowed(rope.number("factor"));
            case "llama3" ->
                plain.llama3(
                        rope.number("factor"),
                        rope.number("low_freq_factor"),
                        rope.number("high_freq_factor"),
                        rope.integer("original_max_position_embeddings", maxPositions));
            default -> throw rope.unsupported(typeField, "default, linear, llama3");
        };
    }

    private static RotarySettings plain(double theta, int width) {
        Float[] frequencies = new Float[width / 2];
        Arrays.setAll(frequencies, i -> (float) Math.pow(theta, -2.0 * i / width));
        return new RotarySettings(List.of(frequencies));
    }

    /** Positions closer together by a factor (Chen et al. 2023). */
    private RotarySettings slowed(double factor) {
        return map(frequency -> frequency / factor);
    }

    /**
     * As Llama 3.1: frequencies whose wave is longer than the context of the original training are divided by the
     * factor, those with {@code highFactor} waves in it stay, those between are interpolated.
     */
    private RotarySettings llama3(double factor, double lowFactor, double highFactor, int originalPositions) {
        return map(frequency -> {
            double waves = originalPositions * frequency / (2 * Math.PI);
            double kept = Math.min(1, Math.max(0, (waves - lowFactor) / (highFactor - lowFactor)));
            return (1 - kept) * frequency / factor + kept * frequency;
        });
    }

    private RotarySettings map(DoubleUnaryOperator change) {
        return new RotarySettings(frequencies.stream()
                .map(frequency -> (float) change.applyAsDouble(frequency))
                .toList());
    }

    /** How many dimensions of a head turn. */
    int width() {
        return 2 * frequencies.size();
    }
}
