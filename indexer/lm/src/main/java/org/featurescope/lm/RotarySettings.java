package org.featurescope.lm;

import java.util.List;
import org.featurescope.lm.file.ConfigFile;

/**
 * How fast rotary positions turn. Reads the spelling of transformers 4 ({@code rope_theta}, {@code rope_scaling}) and 5
 * ({@code rope_parameters}).
 *
 * @param theta the base of the frequencies
 * @param width how many dimensions of a head turn
 */
record RotarySettings(double theta, int width, Scaling scaling) {

    private static final double DEFAULT_THETA = 10_000;

    /** Of a model whose layers all turn alike, in the whole width of a head. */
    static RotarySettings read(ConfigFile config, ModelShape shape) {
        ConfigFile rope = object(config);
        for (ConfigFile place : List.of(config, rope)) {
            place.refuse(place.number("partial_rotary_factor", 1) != 1, "partial_rotary_factor", "1");
        }
        double theta = rope.number("rope_theta", config.number("rope_theta", DEFAULT_THETA));
        return of(rope, theta, shape.dHead(), shape);
    }

    /** Where the settings stand; rope_scaling goes first, as in transformers. */
    static ConfigFile object(ConfigFile config) {
        String field = config.has("rope_scaling") ? "rope_scaling" : "rope_parameters";
        ConfigFile rope = config.object(field);
        config.refuse(rope.has("full_attention") || rope.has("sliding_attention"), field, "one for all layers");
        return rope;
    }

    /** Of one kind of layer; its {@code rope_type} and what belongs to that stand in {@code rope}. */
    static RotarySettings of(ConfigFile rope, double theta, int width, ModelShape shape) {
        String type = rope.has("rope_type") ? "rope_type" : "type";
        Scaling scaling = switch (rope.text(type, "default")) {
            case "default" -> new Linear(1);
            case "linear" -> new Linear(rope.number("factor"));
            case "llama3" ->
                new Llama3(
                        rope.number("factor"),
                        rope.number("low_freq_factor"),
                        rope.number("high_freq_factor"),
                        rope.integer("original_max_position_embeddings", shape.maxPositions()));
            default -> throw rope.unsupported(type, "default, linear, llama3");
        };
        return new RotarySettings(theta, width, scaling);
    }

    /** Radians a position, half as many as dimensions that turn: of dimension i, scaled {@code theta^(-2i/width)}. */
    float[] frequencies() {
        float[] frequencies = new float[width / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) scaling.apply(Math.pow(theta, -2.0 * i / width));
        }
        return frequencies;
    }

    /** What stretches a model to longer contexts than it was first trained on. */
    sealed interface Scaling {
        double apply(double frequency);
    }

    /** Positions closer together by a factor (Chen et al. 2023). */
    record Linear(double factor) implements Scaling {
        @Override
        public double apply(double frequency) {
            return frequency / factor;
        }
    }

    /**
     * As Llama 3.1: what has fewer than {@code lowFactor} waves in the original context is slowed by the factor, what has
     * more than {@code highFactor} stays, and the frequencies between are interpolated.
     */
    record Llama3(double factor, double lowFactor, double highFactor, int originalPositions) implements Scaling {
        @Override
        public double apply(double frequency) {
            double waves = originalPositions * frequency / (2 * Math.PI);
            double kept = Math.min(1, Math.max(0, (waves - lowFactor) / (highFactor - lowFactor)));
            return (1 - kept) * frequency / factor + kept * frequency;
        }
    }
}
