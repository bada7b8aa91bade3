package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;

/**
 * What the features of one source read and write, a row for each. Rows stand for one unit of activation, in the units of the
 * model.
 *
 * <p>Its memory belongs to the {@link WeightReader} that made it.
 */
public final class FeatureVectors {

    private final Kernels kernels;
    private final int features;
    private final @Nullable NDArray read; // [features, dIn]
    private final @Nullable NDArray written; // [features, dOut]
    private final @Nullable NDArray residual; // [features, dModel]

    /**
     * @param read null where nothing linear makes the activations
     * @param written null where a feature is nothing but a dimension
     * @param residual what of it the residual stream receives; null where nothing arrives there, or not linearly
     */
    FeatureVectors(
            Kernels kernels,
            int features,
            @Nullable NDArray read,
            @Nullable NDArray written,
            @Nullable NDArray residual) {
        this.kernels = kernels;
        this.features = features;
        this.read = read;
        this.written = written;
        this.residual = residual;
    }

    public int features() {
        return features;
    }

    @Nullable NDArray residual() {
        return residual;
    }

    /** What is compared with features of the same source; null where features are nothing but dimensions. */
    @Nullable NDArray compared() {
        return written == null || residual == null ? written : residual;
    }

    /** Lengths of what features read; null where nothing linear makes the activations. */
    public float @Nullable [] inputNorms() {
        return norms(read);
    }

    /** Lengths of what features write; null where a feature is nothing but a dimension, or there is no decoder. */
    public float @Nullable [] outputNorms() {
        return norms(written);
    }

    private float @Nullable [] norms(@Nullable NDArray rows) {
        if (rows == null) {
            return null;
        }
        try (NDManager step = rows.getManager().newSubManager()) {
            return kernels.norms(step, rows).toFloatArray();
        }
    }

    /** Cosines between what features read and write, NaN where one of the two is 0; null where they cannot be compared. */
    public float @Nullable [] inputOutputCosines() {
        if (read == null
                || written == null
                || read.getShape().get(1) != written.getShape().get(1)) {
            return null;
        }
        try (NDManager step = read.getManager().newSubManager()) {
            return kernels.cosines(step, read, written).toFloatArray();
        }
    }
}
