package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.featurescope.core.HookPoint;

/**
 * One transformer block: attention and MLP, each between its norms, add to the residual stream.
 *
 * @param parallel whether the MLP reads the stream as the block finds it, not as attention leaves it
 */
record Block(AttentionHalf attention, MlpHalf mlp, boolean parallel) {

    /** x and the result: {@code [batch, pos, dModel]}. */
    NDArray apply(Pass pass, int layer, NDArray x) {
        pass.at(HookPoint.residPre(layer), x);
        NDArray mid = pass.kernels.add(pass.step(), x, attention.apply(pass, layer, x));
        NDArray fed = mlp.apply(pass, layer, parallel ? x : pass.at(HookPoint.residMid(layer), mid));
        return pass.at(HookPoint.residPost(layer), pass.kernels.add(pass.step(), mid, fed));
    }

    /** How what stands at one of its hook points reaches the stream; empty where it does not, or not linearly. */
    Optional<Outlet> outlet(HookPoint point) {
        return switch (point.site()) {
            case "hook_resid_pre", "hook_attn_out", "hook_resid_mid", "hook_mlp_out", "hook_resid_post" ->
                Optional.of(Outlet.DIRECT);
            case "attn.hook_z" ->
                Optional.of(new Outlet(
                        attention.attention().output().weight(),
                        attention.after().weight()));
            case "mlp.hook_post" ->
                Optional.of(new Outlet(mlp.mlp().output().weight(), mlp.after().weight()));
            case "ln1.hook_normalized" -> afterNorm(attention.after(), point);
            case "ln2.hook_normalized" -> afterNorm(mlp.after(), point);
            default -> Optional.empty();
        };
    }

    /** Of a block that normalises at its outputs. */
    private static Optional<Outlet> afterNorm(Norm after, HookPoint point) {
        return after instanceof Norm.Shown shown && shown.point().equals(point)
                ? Optional.of(new Outlet(null, after.weight()))
                : Optional.empty();
    }

    /** The rows that a neuron, or a half of it, reads with, {@code [dMlp, dModel]}; empty at other hook points. */
    Optional<NDArray> inlet(HookPoint point) {
        return switch (point.site()) {
            case "mlp.hook_post", "mlp.hook_pre" ->
                Optional.of(mlp.mlp().input().weight());
            case "mlp.hook_pre_linear" ->
                mlp.mlp() instanceof Mlp.Gated gated
                        ? Optional.of(gated.linear().weight())
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    record AttentionHalf(Norm before, Attention attention, Norm after) {

        /** What attention adds to the stream. */
        NDArray apply(Pass pass, int layer, NDArray x) {
            NDArray attended = attention.apply(pass, layer, before.apply(pass, x));
            return pass.at(HookPoint.attnOut(layer), after.apply(pass, attended));
        }
    }

    record MlpHalf(Norm before, Mlp mlp, Norm after) {

        /** What the MLP adds to the stream. */
        NDArray apply(Pass pass, int layer, NDArray x) {
            NDArray fed = mlp.apply(pass, layer, pass.at(HookPoint.mlpIn(layer), before.apply(pass, x)));
            return pass.at(HookPoint.mlpOut(layer), after.apply(pass, fed));
        }
    }
}
