package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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
        run(batch, wanted, listener, 0);
    }

    @Override
    public NextTokenLoss run(TokenBatch batch, Set<HookPoint> wanted, HookListener listener, int lossContexts) {
        check(batch, wanted);
        if (lossContexts < 0 || lossContexts > batch.size()) {
            throw new IllegalArgumentException(
                    "lossContexts must be from 0 to the batch's " + batch.size() + ", got " + lossContexts);
        }
        Engine.withoutGradients();
        try (Pass pass = new Pass(kernels, manager, batch, wanted, listener)) {
            NDArray x = parts.embedding().apply(pass);
            int layer = 0;
            while (layer < shape.layers() && !pass.done()) {
                x = block(pass, layer++, x);
            }
            if (pass.wants(HookPoint.logits())) {
                pass.at(HookPoint.logits(), parts.unembedding().apply(pass, x));
            }
            return lossContexts == 0
                    ? NextTokenLoss.NONE
                    : loss(pass, layer, x, batch.contexts().subList(0, lossContexts));
        }
    }

    private NDArray block(Pass pass, int layer, NDArray x) {
        return pass.nextStep(parts.blocks().get(layer).apply(pass, layer, pass.nextStep(x)));
    }

    /** @param x the residual stream in front of a layer; its first rows are the contexts */
    private NextTokenLoss loss(Pass pass, int layer, NDArray x, List<TokenContext> contexts) {
        NDArray some = pass.nextStep(x.get("0:" + contexts.size()));
        for (int next = layer; next < shape.layers(); next++) {
            some = block(pass, next, some);
        }
        NextTokenLoss all = NextTokenLoss.NONE;
        for (int row = 0; row < contexts.size(); row++) {
            some = pass.nextStep(some); // frees the logits of the context before, which may be large
            NDArray one =
                    some.get(row + ":" + (row + 1) + ",:" + contexts.get(row).tokenIds().length);
            all = all.plus(loss(pass, parts.unembedding().apply(pass, one), contexts.get(row)));
        }
        return all;
    }

    private NextTokenLoss loss(Pass pass, NDArray logits, TokenContext context) {
        float[] chosen = new float[context.tokenIds().length];
        long tokens = 0;
        for (int position = 1; position < chosen.length; position++) {
            if (context.counted()[position]) {
                chosen[position] = 1;
                tokens++;
            }
        }
        if (tokens == 0) {
            return NextTokenLoss.NONE;
        }
        NDArray ids = new TokenBatch(List.of(context)).ids(pass.step());
        NDArray counts = pass.step().create(chosen, new Shape(1, chosen.length));
        NDArray nats = kernels.nextTokenLoss(pass.step(), logits, ids, counts);
        return new NextTokenLoss(nats.toDoubleArray()[0], tokens);
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
