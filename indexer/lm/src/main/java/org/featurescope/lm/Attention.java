package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import org.featurescope.core.HookPoint;
import org.jspecify.annotations.Nullable;

/**
 * Causal multi-head attention; with fewer key-value heads than heads, each serves several (grouped-query attention).
 *
 * @param rotary positions turned into queries and keys; null where the embedding holds the positions
 */
record Attention(
        Projections projections, @Nullable Rotary rotary, Scores scores, int heads, int kvHeads, Linear output) {

    NDArray apply(Pass pass, int layer, NDArray x) {
        NDArray[] qkv = projections.apply(pass, x);
        NDArray q = rotary == null ? qkv[0] : rotary.apply(pass, qkv[0], heads);
        NDArray k = rotary == null ? qkv[1] : rotary.apply(pass, qkv[1], kvHeads);
        NDArray z = scores.attend(pass, q, k, qkv[2], heads, kvHeads);
        return output.apply(pass, pass.at(HookPoint.attnZ(layer), z));
    }

    /**
     * How queries and keys become weights.
     *
     * @param scale of their products, {@code 1/√dHead} in most models
     * @param window how many tokens a token attends to, itself included; null for all before it
     * @param softCap bound of the scores, approached by tanh; null where they have none
     */
    record Scores(
            double scale,
            @Nullable Integer window,
            @Nullable Double softCap) {

        Scores within(@Nullable Integer window) {
            return new Scores(scale, window, softCap);
        }

        NDArray attend(Pass pass, NDArray q, NDArray k, NDArray v, int heads, int kvHeads) {
            int positions = (int) q.getShape().get(1);
            int reach = window == null ? positions : window;
            if (softCap != null) {
                return pass.kernels.attentionCapped(pass.step(), q, k, v, heads, kvHeads, scale, reach, softCap);
            }
            return reach < positions
                    ? pass.kernels.attentionInWindow(pass.step(), q, k, v, heads, kvHeads, scale, reach)
                    : pass.kernels.attention(pass.step(), q, k, v, heads, kvHeads, scale);
        }
    }

    /** Queries {@code [batch, pos, heads·dHead]}, keys and values {@code [batch, pos, kvHeads·dHead]}. */
    sealed interface Projections {
        NDArray[] apply(Pass pass, NDArray x);
    }

    /** One matrix for all three, queries of all heads first, as in GPT-2. */
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

    /** One matrix for all three, head by head, as in GPT-NeoX. */
    record FusedByHead(Linear qkv, int heads) implements Projections {
        @Override
        public NDArray[] apply(Pass pass, NDArray x) {
            NDArray all = qkv.apply(pass, x);
            return new NDArray[] {
                pass.kernels.partOfHeads(pass.step(), all, 0, 3, heads),
                pass.kernels.partOfHeads(pass.step(), all, 1, 3, heads),
                pass.kernels.partOfHeads(pass.step(), all, 2, 3, heads)
            };
        }
    }

    record Separate(Linear q, Linear k, Linear v) implements Projections {
        @Override
        public NDArray[] apply(Pass pass, NDArray x) {
            return new NDArray[] {q.apply(pass, x), k.apply(pass, x), v.apply(pass, x)};
        }
    }

    /** Queries and keys normalised before positions are turned into them (QK norm). */
    record Normalised(Projections projections, GroupNorm q, GroupNorm k) implements Projections {
        @Override
        public NDArray[] apply(Pass pass, NDArray x) {
            NDArray[] qkv = projections.apply(pass, x);
            return new NDArray[] {q.apply(pass, qkv[0]), k.apply(pass, qkv[1]), qkv[2]};
        }
    }

    /**
     * RMSNorm of heads.
     *
     * @param weight as wide as a head, and each head is normalised by itself; or as all heads, and they are together
     */
    record GroupNorm(NDArray weight, double epsilon) {
        NDArray apply(Pass pass, NDArray x) {
            return pass.kernels.rmsNormGroups(pass.step(), x, weight, epsilon);
        }
    }
}
