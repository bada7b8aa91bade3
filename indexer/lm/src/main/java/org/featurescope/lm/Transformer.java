package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.sae.Sae;

/** A decoder-only language model, assembled by one of the families. */
final class Transformer implements HookedModel {

    /** The parts of a model, which differ between families. */
    record Parts(Embedding embedding, List<Block> blocks, Unembedding unembedding) {}

    private final NDManager manager;
    private final Kernels kernels;
    private final ModelShape shape;
    private final Parts parts;
    private final Map<HookPoint, Integer> hookPoints;

    /** @param loader its manager owns the weights; that and the kernels are closed with the model */
    Transformer(TensorLoader loader, ModelShape shape, Map<HookPoint, Integer> hookPoints, Parts parts) {
        manager = loader.manager();
        kernels = loader.kernels();
        this.shape = shape;
        this.parts = parts;
        this.hookPoints = hookPoints;
    }

    @Override
    public ModelShape shape() {
        return shape;
    }

    @Override
    public Map<HookPoint, Integer> hookPoints() {
        return hookPoints;
    }

    @Override
    public void run(TokenBatch batch, Set<HookPoint> wanted, HookListener listener) {
        check(batch, wanted);
        Engine.withoutGradients();
        try (Pass pass = new Pass(kernels, manager, batch, wanted, listener)) {
            NDArray x = parts.embedding().apply(pass);
            for (int layer = 0; layer < shape.layers() && !pass.done(); layer++) {
                x = pass.nextStep(parts.blocks().get(layer).apply(pass, layer, pass.nextStep(x)));
            }
            if (pass.wants(HookPoint.logits())) {
                pass.at(HookPoint.logits(), parts.unembedding().apply(pass, x));
            }
        }
    }

    private void check(TokenBatch batch, Set<HookPoint> wanted) {
        for (HookPoint point : wanted) {
            if (!hookPoints.containsKey(point)) {
                throw new IllegalArgumentException("unknown hook point " + point + "; this " + shape.family()
                        + " model has " + hookPoints.keySet());
            }
        }
        if (batch.positions() > shape.maxPositions()) {
            throw new IllegalArgumentException("a context must be at most " + shape.maxPositions()
                    + " tokens long for this model, got " + batch.positions());
        }
    }

    @Override
    public SaeEncoder attach(Sae sae) {
        SaeFit.check(sae, hookPoints);
        Engine.withoutGradients();
        NDManager memory = manager.newSubManager();
        try {
            return new SaeEncoder(new TensorLoader(memory, kernels), sae);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    @Override
    public WeightReader weightReader() {
        return new WeightReader(new TensorLoader(manager.newSubManager(), kernels), parts, hookPoints);
    }

    @Override
    public void close() {
        kernels.close();
        manager.close();
    }
}
