package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import org.featurescope.core.HookPoint;
import org.jspecify.annotations.Nullable;

/**
 * Causal multi-head attention; with fewer key-value heads than heads, each serves several (grouped-query attention).
 *
 * @param rotary positions turned into queries and keys; null where the embedding holds the positions
 */
record Attention(Projections projections, @Nullable Rotary rotary, int heads, int kvHeads, Linear output) {

    NDArray apply(Pass pass, int layer, NDArray x) {
        NDArray[] qkv = projections.apply(pass, x);
        NDArray q = rotary == null ? qkv[0] : rotary.apply(pass, qkv[0]);
        NDArray k = rotary == null ? qkv[1] : rotary.apply(pass, qkv[1]);
        NDArray z = pass.kernels.attention(pass.step(), q, k, qkv[2], heads, kvHeads);
        return output.apply(pass, pass.at(HookPoint.attnZ(layer), z));
    }

    /** Queries {@code [batch, pos, heads·dHead]}, keys and values {@code [batch, pos, kvHeads·dHead]}. */
    sealed interface Projections {
        NDArray[] apply(Pass pass, NDArray x);
    }

    /** One matrix for all three, as in GPT-2. */
    record Fused(Linear qkv) implements Projections {
        @Override
        public NDArray[] apply(Pass pass, NDArray x) {
            NDArray all = qkv.apply(pass, x);
            return new NDArray[] {
                pass.kernels.part(pass.step(), all, 0, 3),
                pass.kernels.part(pass.step(), all, 1, 3),
                pass.kernels.part(pass.step(), all, 2, 3)
            };
        }
    }

    record Separate(Linear q, Linear k, Linear v) implements Projections {
        @Override
        public NDArray[] apply(Pass pass, NDArray x) {
            return new NDArray[] {q.apply(pass, x), k.apply(pass, x), v.apply(pass, x)};
        }
    }
}
