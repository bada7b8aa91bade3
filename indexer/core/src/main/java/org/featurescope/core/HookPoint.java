package org.featurescope.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a transformer where activations can be read, under its TransformerLens name, for example
 * {@code blocks.2.mlp.hook_post}.
 *
 * @param layer the block it belongs to, from 0; null where it belongs to none ({@code hook_embed})
 * @param site the name inside the block, for example {@code mlp.hook_post}
 */
public record HookPoint(@Nullable Integer layer, String site) {

    private static final Pattern IN_A_BLOCK = Pattern.compile("blocks\\.(\\d{1,4})\\.(.+)");

    public HookPoint {
        if (layer != null && layer < 0) {
            throw new IllegalArgumentException("layer must be >= 0, got " + layer);
        }
        if (site.isEmpty()) {
            throw new IllegalArgumentException("the site of a hook point must not be empty");
        }
        if (!site.chars().allMatch(character -> character > ' ' && character < 0x7F)) {
            String shown = site.replaceAll("[^ -~]", "?");
            throw new IllegalArgumentException(
                    "a hook point must be of ASCII letters, digits and signs without a space, got \"" + shown + "\"");
        }
    }

    /** {@code hook_embed}: token embeddings before the first block, positions not yet added. */
    public static HookPoint embed() {
        return new HookPoint(null, "hook_embed");
    }

    /** What the model predicts, before softmax. TransformerLens returns it instead of hooking it. */
    public static HookPoint logits() {
        return new HookPoint(null, "logits");
    }

    public static HookPoint residPre(int layer) {
        return new HookPoint(layer, "hook_resid_pre");
    }

    /** The residual stream between attention and MLP. */
    public static HookPoint residMid(int layer) {
        return new HookPoint(layer, "hook_resid_mid");
    }

    public static HookPoint residPost(int layer) {
        return new HookPoint(layer, "hook_resid_post");
    }

    /**
     * What the first norm of a block makes before its weights are applied: divided by the scale, and centred by a
     * LayerNorm. The norm stands before attention, in a post-norm block after it.
     */
    public static HookPoint ln1Normalized(int layer) {
        return new HookPoint(layer, "ln1.hook_normalized");
    }

    /** The same of the norm that belongs to the MLP. */
    public static HookPoint ln2Normalized(int layer) {
        return new HookPoint(layer, "ln2.hook_normalized");
    }

    /** The heads of attention before the output matrix, one after another: {@code heads·dHead} wide. */
    public static HookPoint attnZ(int layer) {
        return new HookPoint(layer, "attn.hook_z");
    }

    public static HookPoint attnOut(int layer) {
        return new HookPoint(layer, "hook_attn_out");
    }

    public static HookPoint mlpOut(int layer) {
        return new HookPoint(layer, "hook_mlp_out");
    }

    /**
     * What the MLP reads: the output of its norm, weights applied. A name that circuit-tracer adds; TransformerLens has
     * none for this place.
     */
    public static HookPoint mlpIn(int layer) {
        return new HookPoint(layer, "mlp.hook_in");
    }

    /** The MLP before its activation function; in a gated MLP, the gate. */
    public static HookPoint mlpPre(int layer) {
        return new HookPoint(layer, "mlp.hook_pre");
    }

    /** The linear branch of a gated MLP. */
    public static HookPoint mlpPreLinear(int layer) {
        return new HookPoint(layer, "mlp.hook_pre_linear");
    }

    /** The MLP neurons: what the output matrix multiplies. */
    public static HookPoint mlpPost(int layer) {
        return new HookPoint(layer, "mlp.hook_post");
    }

    /** Reads a TransformerLens name; {@link #name()} gives it back. */
    public static HookPoint parse(String name) {
        Matcher block = IN_A_BLOCK.matcher(name);
        return block.matches()
                ? new HookPoint(Integer.valueOf(block.group(1)), block.group(2))
                : new HookPoint(null, name);
    }

    public String name() {
        return layer == null ? site : "blocks." + layer + "." + site;
    }

    /** For names in addresses: {@code 2-resid-post}, {@code 0-attn-z}, {@code embed}. */
    public String shortName() {
        String word = site.replace("hook_", "").replace('.', '-').replace('_', '-');
        return layer == null ? word : layer + "-" + word;
    }

    @Override
    public String toString() {
        return name();
    }
}
