package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tensor operations that models are made of, each a method of {@code kernels.py} in fused libtorch operators.
 * Results belong to the manager that is passed in; arguments are never changed.
 */
final class Kernels implements AutoCloseable {

    private final PtSymbolBlock module;

    private Kernels(PtSymbolBlock module) {
        this.module = module;
    }

    static Kernels load(NDManager manager) {
        try (InputStream source = Objects.requireNonNull(Kernels.class.getResourceAsStream("kernels.py"))) {
            byte[] archive = TorchScriptArchive.of("Kernels", source.readAllBytes());
            return new Kernels(
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** ids {@code [batch, pos]} of 64-bit integers, weight {@code [vocabulary, dModel]}. */
    NDArray embed(NDManager manager, NDArray ids, NDArray weight) {
        return call(manager, "embed", tensor(ids), tensor(weight));
    }

    NDArray addPositions(NDManager manager, NDArray x, NDArray weight) {
        return call(manager, "add_positions", tensor(x), tensor(weight));
    }

    /** weight {@code [out, in]}. */
    NDArray linear(NDManager manager, NDArray x, NDArray weight, @Nullable NDArray bias) {
        return bias == null
                ? call(manager, "linear", tensor(x), tensor(weight))
                : call(manager, "linear_bias", tensor(x), tensor(weight), tensor(bias));
    }

    NDArray layerNorm(NDManager manager, NDArray x, NDArray weight, NDArray bias, double epsilon) {
        return call(manager, "layer_norm", tensor(x), tensor(weight), tensor(bias), IValue.from(epsilon));
    }

    /** Without weight and bias. */
    NDArray layerNormalized(NDManager manager, NDArray x, double epsilon) {
        return call(manager, "layer_normalized", tensor(x), IValue.from(epsilon));
    }

    NDArray rmsNorm(NDManager manager, NDArray x, NDArray weight, double epsilon) {
        return call(manager, "rms_norm", tensor(x), tensor(weight), IValue.from(epsilon));
    }

    /** RMSNorm of each group by itself that is as wide as the weight. */
    NDArray rmsNormGroups(NDManager manager, NDArray x, NDArray weight, double epsilon) {
        return call(manager, "rms_norm_groups", tensor(x), tensor(weight), IValue.from(epsilon));
    }

    /** Without weight. */
    NDArray rmsNormalized(NDManager manager, NDArray x, double epsilon) {
        return call(manager, "rms_normalized", tensor(x), IValue.from(epsilon));
    }

    /** Rotary positions: x {@code [batch, pos, heads·dHead]}, cos and sin {@code [positions, dHead]}. */
    NDArray rotate(NDManager manager, NDArray x, NDArray cos, NDArray sin) {
        return call(manager, "rotate", tensor(x), tensor(cos), tensor(sin));
    }

    /** Turns only the first dimensions of each head, as many as cos and sin have; the others stay. */
    NDArray rotateFirst(NDManager manager, NDArray x, NDArray cos, NDArray sin, int heads) {
        return call(manager, "rotate_first", tensor(x), tensor(cos), tensor(sin), IValue.from((long) heads));
    }

    /** Causal attention of q {@code [batch, pos, heads·dHead]} to k and v {@code [batch, pos, kvHeads·dHead]}. */
    NDArray attention(NDManager manager, NDArray q, NDArray k, NDArray v, int heads, int kvHeads, double scale) {
        return call(
                manager,
                "attention",
                tensor(q),
                tensor(k),
                tensor(v),
                IValue.from((long) heads),
                IValue.from((long) kvHeads),
                IValue.from(scale));
    }

    /** Each position attends to itself and the {@code window - 1} before. */
    NDArray attentionInWindow(
            NDManager manager, NDArray q, NDArray k, NDArray v, int heads, int kvHeads, double scale, int window) {
        return call(
                manager,
                "attention_in_window",
                tensor(q),
                tensor(k),
                tensor(v),
                IValue.from((long) heads),
                IValue.from((long) kvHeads),
                IValue.from(scale),
                IValue.from((long) window));
    }

    /** Scores are squeezed between {@code -cap} and {@code cap}. */
    NDArray attentionCapped(
            NDManager manager,
            NDArray q,
            NDArray k,
            NDArray v,
            int heads,
            int kvHeads,
            double scale,
            int window,
            double cap) {
        return call(
                manager,
                "attention_capped",
                tensor(q),
                tensor(k),
                tensor(v),
                IValue.from((long) heads),
                IValue.from((long) kvHeads),
                IValue.from(scale),
                IValue.from((long) window),
                IValue.from(cap));
    }

    /** {@code cap · tanh(x / cap)}. */
    NDArray softCap(NDManager manager, NDArray x, double cap) {
        return call(manager, "soft_cap", tensor(x), IValue.from(cap));
    }

    /** The i-th of n equal parts of the last dimension. */
    NDArray part(NDManager manager, NDArray x, int i, int n) {
        return call(manager, "part", tensor(x), IValue.from((long) i), IValue.from((long) n));
    }

    /** The i-th of n parts of each head, where the last dimension is {@code heads·n·dHead}. */
    NDArray partOfHeads(NDManager manager, NDArray x, int i, int n, int heads) {
        return call(
                manager, "part_of_heads", tensor(x), IValue.from((long) i), IValue.from((long) n), IValue.from((long)
                        heads));
    }

    /** GELU by the error function. */
    NDArray gelu(NDManager manager, NDArray x) {
        return call(manager, "gelu", tensor(x));
    }

    /** GELU by its tanh approximation, {@code gelu_new} in transformers. */
    NDArray geluTanh(NDManager manager, NDArray x) {
        return call(manager, "gelu_tanh", tensor(x));
    }

    NDArray silu(NDManager manager, NDArray x) {
        return call(manager, "silu", tensor(x));
    }

    NDArray scale(NDManager manager, NDArray x, double factor) {
        return call(manager, "scale", tensor(x), IValue.from(factor));
    }

    NDArray mul(NDManager manager, NDArray a, NDArray b) {
        return call(manager, "mul", tensor(a), tensor(b));
    }

    NDArray add(NDManager manager, NDArray a, NDArray b) {
        return call(manager, "add", tensor(a), tensor(b));
    }

    NDArray sub(NDManager manager, NDArray a, NDArray b) {
        return call(manager, "sub", tensor(a), tensor(b));
    }

    NDArray div(NDManager manager, NDArray a, NDArray b) {
        return call(manager, "div", tensor(a), tensor(b));
    }

    NDArray relu(NDManager manager, NDArray x) {
        return call(manager, "relu", tensor(x));
    }

    /** x less its mean over the last dimension. */
    NDArray centre(NDManager manager, NDArray x) {
        return call(manager, "centre", tensor(x));
    }

    /** Mean 0 and unbiased deviation 1 over the last dimension: {@code (x − mean) / (std + 1e-5)}. */
    NDArray standardise(NDManager manager, NDArray x) {
        return call(manager, "standardise", tensor(x));
    }

    /** Undoes {@link #standardise} of x on y. */
    NDArray unstandardise(NDManager manager, NDArray y, NDArray x) {
        return call(manager, "unstandardise", tensor(y), tensor(x));
    }

    /** Vectors of the last dimension brought to the length √d. */
    NDArray toLength(NDManager manager, NDArray x) {
        return call(manager, "to_length", tensor(x));
    }

    /** Undoes {@link #toLength} of x on y. */
    NDArray fromLength(NDManager manager, NDArray y, NDArray x) {
        return call(manager, "from_length", tensor(y), tensor(x));
    }

    /** Lengths of the rows of a matrix. */
    NDArray norms(NDManager manager, NDArray matrix) {
        return call(manager, "norms", tensor(matrix));
    }

    /** The rows of a matrix brought to length 1; a row of zeros stays. */
    NDArray unitRows(NDManager manager, NDArray matrix) {
        return call(manager, "unit_rows", tensor(matrix));
    }

    /** Each row of a matrix times its own factor; factors {@code [rows]}. */
    NDArray scaleRows(NDManager manager, NDArray matrix, NDArray factors) {
        return call(manager, "scale_rows", tensor(matrix), tensor(factors));
    }

    /** Of the rows of two matrices of the same shape; NaN where one of the two rows is 0. */
    NDArray cosines(NDManager manager, NDArray a, NDArray b) {
        return call(manager, "cosines", tensor(a), tensor(b));
    }

    /** pre where it is strictly above the threshold {@code [features]}, else 0; no threshold is negative. */
    NDArray jumpRelu(NDManager manager, NDArray pre, NDArray threshold) {
        return call(manager, "jump_relu", tensor(pre), tensor(threshold));
    }

    NDArray topK(NDManager manager, NDArray pre, int k) {
        return call(manager, "top_k", tensor(pre), IValue.from((long) k));
    }

    NDArray groupMax(NDManager manager, NDArray pre, int k) {
        return call(manager, "group_max", tensor(pre), IValue.from((long) k));
    }

    /** linear: {@code x · encoderᵀ} without a bias; the rest {@code [features]}; magnitude: what it is multiplied with. */
    NDArray gated(NDManager manager, NDArray linear, NDArray gateBias, NDArray magnitude, NDArray magnitudeBias) {
        return call(manager, "gated", tensor(linear), tensor(gateBias), tensor(magnitude), tensor(magnitudeBias));
    }

    /** {@code latents · decoder + bias}, decoder {@code [features, dOut]}; quick where few latents are not 0. */
    NDArray decode(NDManager manager, NDArray latents, NDArray decoder, NDArray bias) {
        return call(manager, "decode", tensor(latents), tensor(decoder), tensor(bias));
    }

    /**
     * In fp64, over the tokens of the given rows: the squared error, the sum of squares of y, the sum of each dimension of y.
     *
     * @param y and reconstruction {@code [batch, pos, d]}
     */
    NDArray unexplained(NDManager manager, NDArray y, NDArray reconstruction, NDArray rows) {
        return call(manager, "unexplained", tensor(y), tensor(reconstruction), tensor(rows));
    }

    /**
     * Of the chosen rows of one context: maximum, minimum, how many are above 0, sum, {@code [4, width]}.
     *
     * @param x {@code [pos, width]}
     * @param rows positions, at least one
     */
    NDArray statistics(NDManager manager, NDArray x, NDArray rows) {
        return call(manager, "statistics", tensor(x), tensor(rows));
    }

    /**
     * The same of all contexts of a batch at once, {@code [4, batch, width]}; fewer and larger operations, as a GPU wants
     * them. A context without a chosen row has the maximum −∞ and the minimum +∞.
     *
     * @param x {@code [batch, pos, width]}
     * @param chosen {@code [batch, pos]}, 1 or 0
     */
    NDArray batchStatistics(NDManager manager, NDArray x, NDArray chosen) {
        return call(manager, "batch_statistics", tensor(x), tensor(chosen));
    }

    /**
     * Cross-entropy of predictions with the tokens that follow, summed over the chosen ones, in fp64, {@code [1]}.
     *
     * @param logits {@code [batch, pos, vocabulary]}
     * @param ids {@code [batch, pos]}
     * @param chosen {@code [batch, pos]}, 1 where a token counts, else 0; the first of a row is predicted by nothing
     */
    NDArray nextTokenLoss(NDManager manager, NDArray logits, NDArray ids, NDArray chosen) {
        return call(manager, "next_token_loss", tensor(logits), tensor(ids), tensor(chosen));
    }

    private static IValue tensor(NDArray array) {
        return IValue.from((PtNDArray) array);
    }

    private NDArray call(NDManager manager, String method, IValue... arguments) {
        try (IValue result = IValueUtils.runMethod(module, method, arguments)) {
            return result.toTensor((PtNDManager) manager);
        } finally {
            for (IValue argument : arguments) {
                argument.close();
            }
        }
    }

    @Override
    public void close() {
        module.close();
    }
}
