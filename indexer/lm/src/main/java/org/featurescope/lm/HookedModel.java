package org.featurescope.lm;

import java.util.Map;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.sae.Sae;

/** A language model that can be listened to. One thread at a time may use it. */
public interface HookedModel extends AutoCloseable {

    ModelShape shape();

    /** All hook points of this model and their widths, in the order they are computed; the logits come last. */
    Map<HookPoint, Integer> hookPoints();

    /**
     * Runs the model over a batch, as far as the last wanted hook point needs.
     *
     * @throws IllegalArgumentException if a hook point is unknown or a context is longer than the model takes
     */
    void run(TokenBatch batch, Set<HookPoint> wanted, HookListener listener);

    /**
     * The same; the first contexts of the batch then run on to the end of the model, to see how well it predicts them.
     *
     * @param lossContexts how many; the others cost nothing more
     * @throws IllegalArgumentException also if the batch has fewer
     */
    NextTokenLoss run(TokenBatch batch, Set<HookPoint> wanted, HookListener listener, int lossContexts);

    /**
     * Reads the weights of an SAE for this model, onto its device.
     *
     * @throws IllegalArgumentException if the model has no such hook point, or one of another width, or computes its
     *     output before its input
     * @throws org.featurescope.lm.file.MalformedFileException if a weight is not finite
     */
    SaeEncoder attach(Sae sae);

    /** Tells what the weights say of features; closed before the model. */
    WeightReader weightReader();

    @Override
    void close();
}
