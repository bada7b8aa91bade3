package org.featurescope.db.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Histograms of a feature as a file of another tool has them: each bar stands at a value, usually the middle of a bin, and its
 * height is a count. They are kept as given, because the ends of the bins are not.
 *
 * <p>As bytes: version, 1; then two lists, activations and logit effects, each as a varint, how many bars follow, and of each the
 * value (f32) and the height (varint). docs/store.md shows an example.
 *
 * @param activations heights are tokens with an activation above 0; empty: not in the file
 * @param logits heights are tokens of the vocabulary by the effect on their logit; likewise
 */
public record Bars(List<Bar> activations, List<Bar> logits) {

    private static final byte VERSION = 1;

    public Bars {
        activations = List.copyOf(activations);
        logits = List.copyOf(logits);
    }

    /** @param value in raw activations, or change of a logit for one unit of activation */
    public record Bar(float value, long height) {
        public Bar {
            if (!Float.isFinite(value) || height < 0) {
                throw new IllegalArgumentException(
                        "a bar must stand at a finite value and have a height >= 0, got " + value + " and " + height);
            }
        }
    }

    /** Heights must be as many as values. */
    public static List<Bar> of(float[] values, long[] heights) {
        if (values.length != heights.length) {
            throw new IllegalArgumentException(
                    "bars must have as many heights as values, got " + heights.length + " and " + values.length);
        }
        List<Bar> bars = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            bars.add(new Bar(values[i], heights[i]));
        }
        return bars;
    }

    public byte[] encode() {
        PackedWriter out = new PackedWriter();
        out.int8(VERSION);
        for (List<Bar> bars : List.of(activations, logits)) {
            out.varint(bars.size());
            for (Bar bar : bars) {
                out.float32(bar.value);
                out.varint(bar.height);
            }
        }
        return out.toByteArray();
    }

    /** @throws IllegalArgumentException for bytes that {@link #encode} cannot have made */
    public static Bars decode(byte[] bytes) {
        PackedReader in = new PackedReader("bars", bytes);
        int version = in.int8("version");
        if (version != VERSION) {
            throw in.malformed(0, "version must be 1, got " + version);
        }
        Bars bars = new Bars(read(in), read(in));
        in.requireEnd("the last bar");
        return bars;
    }

    private static List<Bar> read(PackedReader in) {
        int count = in.count(5, "number of bars");
        List<Bar> bars = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            bars.add(new Bar(in.finiteFloat32("value of a bar"), in.varint("height of a bar")));
        }
        return bars;
    }
}
