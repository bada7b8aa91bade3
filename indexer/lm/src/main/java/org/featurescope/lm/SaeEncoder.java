package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.StoredTensor;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeActivation;
import org.featurescope.lm.sae.SaeMatrix;
import org.featurescope.lm.sae.SaeScaling;
import org.jspecify.annotations.Nullable;

/**
 * An SAE that listens to a model: turns activations at its input into latents, and measures how well it reconstructs its
 * output. What it computes is written down at {@link Sae}. For one thread at a time; closed before the model.
 */
public final class SaeEncoder implements AutoCloseable {

    /** Latents that are in memory at once, so that a wide SAE does not need the memory of a whole batch. */
    private static final long MAX_LATENTS = 1L << 26;

    private final NDManager manager;
    private final Kernels kernels;
    private final Sae sae;
    private final NDArray encoder; // [features, dIn]
    private final NDArray encoderBias; // [features]
    private final NDArray inputBias; // [dIn]
    private final @Nullable NDArray decoder; // [dOut, features]
    private final NDArray decoderBias; // [dOut]
    private final @Nullable NDArray skip; // [dOut, dIn]
    private final @Nullable NDArray decoderNorms; // [features]
    private final Unexplained unexplained;

    /** Reconstructions of a transcoder that wait for the output they are compared with, in the order of the batch. */
    private final Deque<NDArray> waiting = new ArrayDeque<>();

    SaeEncoder(TensorLoader loader, Sae sae) {
        manager = loader.manager();
        kernels = loader.kernels();
        this.sae = sae;
        encoder = matrix(loader, sae.encoder());
        encoderBias = vector(sae.encoderBias());
        inputBias = vector(sae.inputBias());
        decoder = sae.decoder() == null ? null : matrix(loader, sae.decoder()).transpose();
        decoderBias = vector(sae.decoderBias());
        skip = sae.skip() == null ? null : matrix(loader, sae.skip());
        decoderNorms = sae.decoderNorm() == Sae.DecoderNorm.IGNORED
                ? null
                : kernels.norms(
                        manager, Objects.requireNonNull(decoder, "a decoder").transpose());
        unexplained = new Unexplained(sae.dOut());
    }

    private static NDArray matrix(TensorLoader loader, SaeMatrix matrix) {
        StoredTensor tensor = matrix.tensor();
        NDArray loaded = loader.load(tensor);
        return matrix.transposed() ? loaded.transpose() : loaded;
    }

    private NDArray vector(float[] values) {
        return manager.create(values);
    }

    public Sae sae() {
        return sae;
    }

    /** Where it listens: its input, and its output if that can be measured. */
    public Set<HookPoint> hookPoints() {
        return decoder == null || !sae.isTranscoder() ? Set.of(sae.input()) : Set.of(sae.input(), sae.output());
    }

    /**
     * Takes what the model shows at one of {@link #hookPoints}, the input before the output.
     *
     * @param measure whether this batch counts in {@link #fvu}; the same for input and output of a batch
     * @param latents is shown the latents of the batch, some contexts at a time; they may be read during the call only
     */
    public void onActivations(
            HookPoint point, Activations activations, boolean measure, Consumer<Activations> latents) {
        boolean reconstructs = measure && decoder != null;
        if (point.equals(sae.input())) {
            for (Activations part : parts(activations)) {
                encode(part, reconstructs, latents);
            }
        }
        if (point.equals(sae.output()) && reconstructs) {
            for (Activations part : parts(activations)) {
                compare(part);
            }
        }
    }

    private List<Activations> parts(Activations activations) {
        long latentsOfAContext = (long) activations.positions() * sae.features();
        return activations.split((int) Math.max(1, MAX_LATENTS / latentsOfAContext));
    }

    private void encode(Activations input, boolean reconstructs, Consumer<Activations> latents) {
        try (NDManager step = manager.newSubManager()) {
            apply(
                    step,
                    input.tensor(),
                    found -> latents.accept(new Activations(kernels, input.batch(), found)),
                    reconstructs ? this::keep : null);
        }
    }

    private void keep(NDArray reconstruction) {
        reconstruction.attach(manager);
        waiting.add(reconstruction);
    }

    /**
     * Runs the SAE over any tensor.
     *
     * @param step owns what is computed on the way
     * @param input {@code [batch, pos, dIn]}
     * @param latents is shown the latents, {@code [batch, pos, features]}
     * @param reconstruction is shown {@code [batch, pos, dOut]}; null: not computed
     */
    void apply(NDManager step, NDArray input, Consumer<NDArray> latents, @Nullable Consumer<NDArray> reconstruction) {
        NDArray x = centre(step, input);
        NDArray scaled = scale(step, x);
        NDArray selected = select(step, scaled);
        latents.accept(asLatents(step, selected));
        if (reconstruction != null) {
            reconstruction.accept(decode(step, selected, scaled, x));
        }
    }

    private NDArray centre(NDManager step, NDArray x) {
        return sae.centred() ? kernels.centre(step, x) : x;
    }

    private NDArray scale(NDManager step, NDArray x) {
        SaeScaling scaling = sae.scaling();
        if (scaling instanceof SaeScaling.Constant constant) {
            return kernels.scale(step, x, constant.input());
        }
        if (scaling instanceof SaeScaling.ConstantNorm) {
            return kernels.toLength(step, x);
        }
        return scaling instanceof SaeScaling.LayerNorm ? kernels.standardise(step, x) : x;
    }

    /** Latents in the units in which they are selected. */
    private NDArray select(NDManager step, NDArray scaled) {
        NDArray x = kernels.sub(step, scaled, inputBias);
        SaeActivation activation = sae.activation();
        if (activation instanceof SaeActivation.Gated gated) {
            NDArray linear = kernels.linear(step, x, encoder, null);
            return kernels.gated(
                    step, linear, step.create(gated.gateBias()), step.create(gated.magnitude()), encoderBias);
        }
        NDArray pre = kernels.linear(step, x, encoder, encoderBias);
        NDArray normed = decoderNorms == null ? pre : kernels.mul(step, pre, decoderNorms);
        return activate(step, activation, normed);
    }

    private NDArray activate(NDManager step, SaeActivation activation, NDArray pre) {
        if (activation instanceof SaeActivation.JumpRelu jumpRelu) {
            return kernels.jumpRelu(step, pre, step.create(jumpRelu.threshold()));
        }
        if (activation instanceof SaeActivation.TopK topK) {
            return kernels.topK(step, pre, topK.k());
        }
        if (activation instanceof SaeActivation.GroupMax groupMax) {
            return kernels.groupMax(step, pre, groupMax.k());
        }
        return kernels.relu(step, pre);
    }

    private NDArray asLatents(NDManager step, NDArray selected) {
        return sae.decoderNorm() == Sae.DecoderNorm.FOR_SELECTION
                ? kernels.div(step, selected, Objects.requireNonNull(decoderNorms))
                : selected;
    }

    private NDArray decode(NDManager step, NDArray selected, NDArray scaled, NDArray x) {
        NDArray weights = Objects.requireNonNull(decoder);
        NDArray coefficients = decoderNorms == null ? selected : kernels.div(step, selected, decoderNorms);
        NDArray y = kernels.linear(step, coefficients, weights, decoderBias);
        NDArray skipped = skip == null ? y : kernels.add(step, y, kernels.linear(step, scaled, skip, null));
        return unscale(step, skipped, x);
    }

    private NDArray unscale(NDManager step, NDArray y, NDArray x) {
        SaeScaling scaling = sae.scaling();
        if (scaling instanceof SaeScaling.Constant constant) {
            return kernels.scale(step, y, 1 / constant.output());
        }
        if (scaling instanceof SaeScaling.ConstantNorm) {
            return kernels.fromLength(step, y, x);
        }
        return scaling instanceof SaeScaling.LayerNorm ? kernels.unstandardise(step, y, x) : y;
    }

    private void compare(Activations output) {
        NDArray reconstruction = Objects.requireNonNull(waiting.poll(), "the input comes before the output");
        try (reconstruction;
                NDManager step = manager.newSubManager()) {
            long[] rows = countedRows(output);
            if (rows.length > 0) {
                NDArray index = step.create(LongBuffer.wrap(rows), new Shape(rows.length), DataType.INT64);
                NDArray sums = kernels.unexplained(step, centre(step, output.tensor()), reconstruction, index);
                unexplained.add(sums.toDoubleArray(), rows.length);
            }
        }
    }

    /** Numbers of the counted tokens, when context stands after context, padding included. */
    private static long[] countedRows(Activations activations) {
        LongStream.Builder rows = LongStream.builder();
        for (int context = 0; context < activations.contexts(); context++) {
            boolean[] counted = activations.counted(context);
            for (int position = 0; position < counted.length; position++) {
                if (counted[position]) {
                    rows.add((long) context * activations.positions() + position);
                }
            }
        }
        return rows.build().toArray();
    }

    /**
     * Fraction of variance unexplained over the measured tokens: the squared error of the reconstruction over the
     * squared distance to the mean, both summed over tokens and dimensions. Empty if nothing was measured.
     */
    public OptionalDouble fvu() {
        return unexplained.fraction();
    }

    /** Counted tokens that {@link #fvu} is about. */
    public long measuredTokens() {
        return unexplained.tokens();
    }

    @Override
    public void close() {
        manager.close();
    }
}
