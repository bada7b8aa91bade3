package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashSet;
import java.util.Set;
import org.featurescope.core.HookPoint;

/** One batch on its way through a model: the kernels, the memory of the current step, and who listens. */
final class Pass implements AutoCloseable {

    final Kernels kernels;
    private final NDManager manager;
    private final TokenBatch batch;
    private final Set<HookPoint> pending;
    private final HookListener listener;

    /** Owns what the current step creates; a step is one block, or what comes before or after the blocks. */
    private NDManager step;

    Pass(Kernels kernels, NDManager parent, TokenBatch batch, Set<HookPoint> wanted, HookListener listener) {
        this.kernels = kernels;
        this.batch = batch;
        this.listener = listener;
        manager = parent.newSubManager();
        step = manager.newSubManager();
        pending = new HashSet<>(wanted);
    }

    NDManager step() {
        return step;
    }

    /** Frees everything of the current step but its result, which belongs to the next. */
    NDArray nextStep(NDArray result) {
        NDManager finished = step;
        step = manager.newSubManager();
        result.attach(step);
        finished.close();
        return result;
    }

    NDArray tokenIds() {
        return batch.ids(step);
    }

    /** Shows activations {@code [batch, pos, width]} to the listener if it wants them; gives them back. */
    NDArray at(HookPoint point, NDArray activations) {
        if (pending.remove(point)) {
            listener.onActivations(point, new Activations(kernels, batch, activations));
        }
        return activations;
    }

    boolean wants(HookPoint point) {
        return pending.contains(point);
    }

    /** Whether everything that was wanted has been shown. */
    boolean done() {
        return pending.isEmpty();
    }

    @Override
    public void close() {
        manager.close();
    }
}
