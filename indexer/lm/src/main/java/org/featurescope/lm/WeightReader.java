package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.TokenSample;
import org.featurescope.lm.Transformer.Parts;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeMatrix;
import org.featurescope.lm.sae.SaeScaling;

/**
 * Tells what the weights of a model and of its SAEs say of features: which vectors they read and write, what these do to the
 * logits, which features are near each other. For one thread at a time; closed before the model.
 */
public final class WeightReader implements AutoCloseable {

    private final NDManager manager;
    private final Kernels kernels;
    private final TensorLoader loader;
    private final Parts parts;
    private final Map<HookPoint, Integer> hookPoints;

    /** @param loader its manager is the reader's own, and closed with it */
    WeightReader(TensorLoader loader, Parts parts, Map<HookPoint, Integer> hookPoints) {
        Engine.withoutGradients();
        this.loader = loader;
        manager = loader.manager();
        kernels = loader.kernels();
        this.parts = parts;
        this.hookPoints = hookPoints;
    }

    /**
     * Of the dimensions of a hook point. A neuron reads with its row of the input matrix (in a gated MLP of the gate's) and
     * writes its column of the output matrix, times the weight of the norm behind the MLP if there is one (Gemma, OLMo 2).
     *
     * @throws IllegalArgumentException if the model has no such hook point
     */
    public FeatureVectors dimensions(HookPoint point) {
        Integer width = hookPoints.get(point);
        if (width == null) {
            throw new IllegalArgumentException(
                    "unknown hook point " + point + "; this model has " + hookPoints.keySet());
        }
        Optional<Outlet> outlet = outlet(point);
        NDArray residual =
                outlet.map(way -> way.ofDimensions(kernels, manager, width)).orElse(null);
        boolean throughMatrix = outlet.map(way -> way.matrix() != null).orElse(false);
        NDArray read = point.layer() == null
                ? null
                : parts.blocks().get(point.layer()).inlet(point).orElse(null);
        return new FeatureVectors(kernels, width, read, throughMatrix ? residual : null, residual);
    }

    /**
     * Of the latents of an SAE. One unit of a latent writes its row of the decoder, over the SAE's output scaling and, where
     * latents are multiplied by the lengths of the decoder's rows, over that; it reads with its row of the encoder, times the
     * same. A scaling that differs from token to token is left out.
     */
    public FeatureVectors latents(Sae sae) {
        SaeFit.check(sae, hookPoints);
        NDArray read = scaled(matrix(sae.encoder()), inputScale(sae.scaling()));
        if (sae.decoder() == null) {
            return new FeatureVectors(kernels, sae.features(), read, null, null);
        }
        NDArray decoder = matrix(sae.decoder());
        boolean carryNorms = sae.decoderNorm() == Sae.DecoderNorm.SCALES_LATENTS;
        NDArray written =
                scaled(carryNorms ? kernels.unitRows(manager, decoder) : decoder, 1 / outputScale(sae.scaling()));
        return new FeatureVectors(
                kernels,
                sae.features(),
                carryNorms ? kernels.scaleRows(manager, read, kernels.norms(manager, decoder)) : read,
                written,
                outlet(sae.output())
                        .map(way -> way.apply(kernels, manager, written))
                        .orElse(null));
    }

    private Optional<Outlet> outlet(HookPoint point) {
        if (point.equals(HookPoint.embed())) {
            return Optional.of(Outlet.DIRECT);
        }
        return point.layer() == null
                ? Optional.empty()
                : parts.blocks().get(point.layer()).outlet(point);
    }

    private NDArray matrix(SaeMatrix matrix) {
        NDArray loaded = loader.load(matrix.tensor());
        if (!matrix.transposed()) {
            return loaded;
        }
        NDArray transposed = loaded.transpose();
        transposed.attach(manager);
        return transposed;
    }

    private NDArray scaled(NDArray x, double factor) {
        return factor == 1 ? x : kernels.scale(manager, x, factor);
    }

    private static double inputScale(SaeScaling scaling) {
        if (scaling instanceof SaeScaling.InputOnly inputOnly) {
            return inputScale(inputOnly.scaling());
        }
        return scaling instanceof SaeScaling.Constant constant ? constant.input() : 1;
    }

    private static double outputScale(SaeScaling scaling) {
        return scaling instanceof SaeScaling.Constant constant ? constant.output() : 1;
    }

    /**
     * Change of the logits for one unit of each feature: what it writes into the residual stream (less its mean where the final
     * norm is a LayerNorm), times the final norm's weight, times the unembedding. Left out are the final norm's scale, which
     * differs from token to token, biases, which are constant, and a soft cap. Empty where nothing reaches the stream.
     *
     * @param tokens of the vocabulary, the first so many; unembeddings may have rows to spare
     * @param kept at the top and at the bottom
     */
    public Optional<LogitTable> logitEffects(FeatureVectors vectors, int tokens, int kept) {
        NDArray residual = vectors.residual();
        if (residual == null) {
            return Optional.empty();
        }
        LogitTable table = new LogitTable(vectors.features(), Math.min(tokens, kept));
        try (NDManager step = manager.newSubManager()) {
            NDArray unembedding = parts.unembedding().weight().get("0:" + tokens);
            unembedding.attach(step);
            new RowProducts(kernels).visit(residual, this::finalNorm, unembedding, table::set);
        }
        return Optional.of(table);
    }

    /**
     * The features nearest to each feature by the cosine of what they write.
     *
     * @param kept neighbours in the own source, and as many in others
     */
    public SimilarFeatures similar(List<FeatureVectors> sources, int kept) {
        return SimilarFeatures.find(kernels, manager, sources, kept);
    }

    /**
     * The features most correlated with each feature, a table for each source.
     *
     * @param sources samples of the same tokens
     */
    public List<NeighbourTable> coactive(List<TokenSample> sources, int kept) {
        return CoactiveFeatures.find(kernels, manager, sources, kept);
    }

    /** Its linear part without the scale. */
    private NDArray finalNorm(NDManager step, NDArray rows) {
        Norm norm = parts.unembedding().norm();
        NDArray weight = norm.weight();
        NDArray centred = norm instanceof Norm.LayerNorm ? kernels.centre(step, rows) : rows;
        return weight == null ? centred : kernels.mul(step, centred, weight);
    }

    @Override
    public void close() {
        manager.close();
    }
}
