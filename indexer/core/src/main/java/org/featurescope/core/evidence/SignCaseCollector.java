package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * For each neuron of a gated MLP and each {@link SignCase}: how many tokens and contexts there are, and the contexts whose
 * activation is strongest at a token of the case.
 *
 * <p>The neuron's activation is {@code f(gate)·input}. SiLU and GELU have the sign of their argument, so the sign of the input is
 * that of the activation times that of the gate. Signs are sign bits: where {@code f(gate)} is so small that it rounds to
 * {@code -0} (GELU does below about -5.5), the activation is 0, but its sign bit still tells that of the input. So every token is
 * in exactly one case. A gate or an input that is exactly 0 counts by its sign bit too: +0 is positive.
 */
final class SignCaseCollector implements GroupCollector<SignCaseCollector> {

    private static final int CASES = SignCase.values().length;
    private static final int SIGN_SHIFT = 31;

    private final int features;
    private final PeakCollector strongest;
    /** By case, and in it by feature, as all that follows. */
    private final long[] tokens;

    private final long[] contexts;
    private final int[] tokensOfContext;
    private final float[] magnitudes;

    SignCaseCollector(int features, int k) {
        this.features = features;
        strongest = new PeakCollector(features, CASES, k);
        tokens = new long[CASES * features];
        contexts = new long[CASES * features];
        tokensOfContext = new int[CASES * features];
        magnitudes = new float[CASES * features];
    }

    @Override
    public void accept(ContextTile tile, TileExamples examples) {
        Arrays.fill(tokensOfContext, 0);
        Arrays.fill(magnitudes, 0);
        for (int row = 0; row < tile.rows; row++) {
            acceptRow(tile.values[row], tile.gates[row]);
        }
        for (int slot = 0; slot < tokens.length; slot++) {
            tokens[slot] += tokensOfContext[slot];
            contexts[slot] += tokensOfContext[slot] > 0 ? 1 : 0;
        }
        strongest.accept(magnitudes, slot -> peakRow(tile, slot), examples);
    }

    private void acceptRow(float[] values, float[] gates) {
        for (int feature = 0; feature < features; feature++) {
            float activation = values[feature];
            int slot = signCase(gates[feature], activation) * features + feature;
            tokensOfContext[slot]++;
            if (Math.abs(activation) > magnitudes[slot]) {
                magnitudes[slot] = Math.abs(activation);
            }
        }
    }

    /** The ordinal of the {@link SignCase}. */
    static int signCase(float gate, float activation) {
        int gateNegative = Float.floatToRawIntBits(gate) >>> SIGN_SHIFT;
        int activationNegative = Float.floatToRawIntBits(activation) >>> SIGN_SHIFT;
        return gateNegative << 1 | gateNegative ^ activationNegative;
    }

    private int peakRow(ContextTile tile, int slot) {
        int feature = slot % features;
        for (int row = 0; row < tile.rows; row++) {
            float activation = tile.values[row][feature];
            if (Math.abs(activation) == magnitudes[slot]
                    && signCase(tile.gates[row][feature], activation) == slot / features) {
                return row;
            }
        }
        throw new IllegalStateException("no " + magnitudes[slot] + " in slot " + slot);
    }

    @Override
    public void merge(SignCaseCollector other, int[] labels) {
        for (int slot = 0; slot < tokens.length; slot++) {
            tokens[slot] += other.tokens[slot];
            contexts[slot] += other.contexts[slot];
        }
        strongest.merge(other.strongest);
    }

    @Override
    public List<ExampleGroup> groups(int feature, Known known) {
        List<ExampleGroup> groups = new ArrayList<>();
        for (SignCase signCase : SignCase.values()) {
            int slot = signCase.ordinal() * features + feature;
            List<Example> examples = strongest.examples(slot);
            if (!examples.isEmpty()) {
                groups.add(new ExampleGroup(
                        GroupKind.SIGN_CASE,
                        signCase.ordinal(),
                        signCase.activationIsPositive() ? 0 : Float.NEGATIVE_INFINITY,
                        signCase.activationIsPositive() ? Float.POSITIVE_INFINITY : 0,
                        tokens[slot],
                        contexts[slot],
                        examples));
            }
        }
        return groups;
    }

    @Override
    public void write(DataOutput out, ExampleWriter examples) throws IOException {
        EvidenceState.writeLongs(out, tokens);
        EvidenceState.writeLongs(out, contexts);
        strongest.write(out, examples);
    }

    @Override
    public void read(DataInput in, ExampleReader examples) throws IOException {
        EvidenceState.readLongs(in, tokens);
        EvidenceState.readLongs(in, contexts);
        strongest.read(in, examples);
    }
}
