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
import org.featurescope.lm.sae.Sae;

/**
 * An SAE that listens to a model: turns activations at its input into latents, and measures how well it reconstructs its
 * output. What it computes is written down at {@link Sae}. For one thread at a time; closed before the model.
 */
public final class SaeEncoder implements AutoCloseable {

    /**
     * Latents that are in memory at once, so that a wide SAE does not need the memory of a whole batch: 16 MB. The C library
     * keeps blocks of up to 32 MB when they are freed; larger ones go back to the system, and each time come back as pages
     * that are cleared anew, which took a fifth of the time of a scan.
     */
    private static final long PART_LATENTS = 1L << 22;

    /** Larger operations keep a GPU busy. */
    private static final long PART_LATENTS_ON_A_GPU = 1L << 24;

    /** What a buffer of floats can hold. */
    private static final long MAX_LATENTS = 1L << 29;

    private final NDManager manager;
    private final Kernels kernels;
    private final Sae sae;
    private final SaeModule module;
    private Unexplained unexplained;
    private final long partLatents;

    /** Reconstructions that wait for the output they are compared with, in the order of the batch. */
    private final Deque<NDArray> waiting = new ArrayDeque<>();

    /** @param loader its manager is the encoder's own, and closed with it */
    SaeEncoder(TensorLoader loader, Sae sae) {
        this(loader, sae, loader.manager().getDevice().isGpu() ? PART_LATENTS_ON_A_GPU : PART_LATENTS);
    }

    /** @param partLatents how many latents are in memory at once; never fewer than those of one context */
    SaeEncoder(TensorLoader loader, Sae sae, long partLatents) {
        manager = loader.manager();
        kernels = loader.kernels();
        this.sae = sae;
        module = new SaeModule(loader, sae);
        unexplained = new Unexplained(sae.dOut());
        this.partLatents = partLatents;
    }

    public Sae sae() {
        return sae;
    }

    /** Adds what it measures from now on to other sums, which may hold what was measured before. */
    public void measureInto(Unexplained sums) {
        unexplained = sums;
    }

    /** Where it listens: its input, and its output if that can be measured. */
    public Set<HookPoint> hookPoints() {
        return sae.decoder() == null || !sae.isTranscoder() ? Set.of(sae.input()) : Set.of(sae.input(), sae.output());
    }

    /**
     * Takes what the model shows at one of {@link #hookPoints}, the input before the output.
     *
     * @param measure whether this batch counts in {@link #fvu}; the same for input and output of a batch
     * @param latents is shown the latents of the batch, some contexts at a time; they may be read during the call only
     */
    public void onActivations(
            HookPoint point, Activations activations, boolean measure, Consumer<Activations> latents) {
        boolean reconstructs = measure && sae.decoder() != null;
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
        if (latentsOfAContext >= MAX_LATENTS) {
            throw new IllegalArgumentException("contexts of " + activations.positions() + " tokens are too long for "
                    + sae.features() + " latents: at most " + (MAX_LATENTS - 1) / sae.features()
                    + " tokens; cut the corpus into shorter contexts");
        }
        return activations.split((int) Math.max(1, partLatents / latentsOfAContext));
    }

    private void encode(Activations input, boolean reconstructs, Consumer<Activations> latents) {
        try (NDManager step = manager.newSubManager()) {
            module.run(
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

    private void compare(Activations output) {
        NDArray reconstruction = Objects.requireNonNull(waiting.poll(), "the input comes before the output");
        try (reconstruction;
                NDManager step = manager.newSubManager()) {
            long[] rows = countedRows(output);
            if (rows.length > 0) {
                NDArray index = step.create(LongBuffer.wrap(rows), new Shape(rows.length), DataType.INT64);
                NDArray sums = kernels.unexplained(step, module.target(step, output.tensor()), reconstruction, index);
                unexplained.add(sums.toDoubleArray(), rows.length);
            }
        }
    }

    /** Numbers of the counted tokens, when context stands after context, padding included. */
    private static long[] countedRows(Activations activations) {
        LongStream.Builder rows = LongStream.builder();
        for (int context = 0; context < activations.contexts(); context++) {
            boolean[] counted = activations.context(context).counted();
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
