package org.featurescope.lm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.featurescope.core.HookPoint;

/** In what order a block computes its parts, and so which hook points it has. */
enum BlockLayout {
    /** Each half normalised at its input: GPT-2, Llama and most others. */
    PRE_NORM(
            List.of(HookPoint::residPre, HookPoint::ln1Normalized, HookPoint::attnZ, HookPoint::attnOut),
            List.of(HookPoint::residMid, HookPoint::ln2Normalized),
            List.of(HookPoint::mlpOut, HookPoint::residPost)),

    /** Attention and MLP read the same stream, so there is nothing between them: GPT-NeoX. */
    PARALLEL(
            List.of(HookPoint::residPre, HookPoint::ln1Normalized, HookPoint::attnZ, HookPoint::attnOut),
            List.of(HookPoint::ln2Normalized),
            List.of(HookPoint::mlpOut, HookPoint::residPost)),

    /** Each half normalised at its output only: OLMo-2. */
    POST_NORM(
            List.of(HookPoint::residPre, HookPoint::attnZ, HookPoint::ln1Normalized, HookPoint::attnOut),
            List.of(HookPoint::residMid),
            List.of(HookPoint::ln2Normalized, HookPoint::mlpOut, HookPoint::residPost));

    private static final List<IntFunction<HookPoint>> PLAIN_MLP =
            List.of(HookPoint::mlpIn, HookPoint::mlpPre, HookPoint::mlpPost);
    private static final List<IntFunction<HookPoint>> GATED_MLP =
            List.of(HookPoint::mlpIn, HookPoint::mlpPre, HookPoint::mlpPreLinear, HookPoint::mlpPost);

    private final List<IntFunction<HookPoint>> attention;
    private final List<IntFunction<HookPoint>> beforeMlp;
    private final List<IntFunction<HookPoint>> afterMlp;

    BlockLayout(
            List<IntFunction<HookPoint>> attention,
            List<IntFunction<HookPoint>> beforeMlp,
            List<IntFunction<HookPoint>> afterMlp) {
        this.attention = attention;
        this.beforeMlp = beforeMlp;
        this.afterMlp = afterMlp;
    }

    /** The hook points of a model of such blocks with their widths, in the order they are computed. */
    Map<HookPoint, Integer> hookPoints(ModelShape shape, boolean gatedMlp) {
        Map<HookPoint, Integer> widths = new LinkedHashMap<>();
        widths.put(HookPoint.embed(), shape.dModel());
        for (int layer = 0; layer < shape.layers(); layer++) {
            for (var part : List.of(attention, beforeMlp, gatedMlp ? GATED_MLP : PLAIN_MLP, afterMlp)) {
                for (IntFunction<HookPoint> site : part) {
                    widths.put(site.apply(layer), width(site.apply(layer), shape));
                }
            }
        }
        widths.put(HookPoint.logits(), shape.vocabularySize());
        return widths;
    }

    private static int width(HookPoint point, ModelShape shape) {
        return switch (point.site()) {
            case "attn.hook_z" -> shape.heads() * shape.dHead();
            case "mlp.hook_pre", "mlp.hook_pre_linear", "mlp.hook_post" -> shape.dMlp();
            default -> shape.dModel();
        };
    }
}
