package org.featurescope.lm.sae;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.core.HookPoint;
import org.jspecify.annotations.Nullable;

/**
 * A module of a Hugging Face model, such as {@code layers.10}, {@code h.3.mlp} or {@code gpt_neox.layers.3.attention},
 * and the hook points at which TransformerLens sees what it reads and gives.
 *
 * @param input what the module reads; null where no hook point shows it
 * @param output what it gives
 * @param addsToTheStream whether a model that norms what its blocks add (Gemma-2, Gemma-3, OLMo-2) does so after it
 */
record ModulePath(@Nullable HookPoint input, HookPoint output, boolean addsToTheStream) {

    private static final Pattern IN_A_BLOCK =
            Pattern.compile("(?:(?:model|transformer|gpt_neox|language_model|base_model)\\.)*"
                    + "(?:layers|h|blocks)\\.(\\d{1,4})(?:\\.(.+))?");
    private static final Pattern EMBEDDING = Pattern.compile(
            "(?:(?:model|transformer|gpt_neox|language_model|base_model)\\.)*(?:embed_tokens|embed_in|wte)");

    private record Sites(@Nullable String input, String output) {}

    private static final Sites MLP = new Sites("mlp.hook_in", "hook_mlp_out");
    private static final Sites ATTENTION = new Sites(null, "hook_attn_out");
    private static final Sites MLP_OUT = new Sites("mlp.hook_post", "hook_mlp_out");
    private static final Sites MLP_PRE = new Sites("mlp.hook_in", "mlp.hook_pre");
    private static final Sites ATTENTION_OUT = new Sites("attn.hook_z", "hook_attn_out");

    /** By the module's name inside its block; "" is the block itself. */
    private static final Map<String, Sites> SITES = Map.ofEntries(
            Map.entry("", new Sites("hook_resid_pre", "hook_resid_post")),
            Map.entry("mlp", MLP),
            Map.entry("attention", ATTENTION),
            Map.entry("self_attn", ATTENTION),
            Map.entry("attn", ATTENTION),
            // of an MLP without gate; behind a gate's function stands another value
            Map.entry("mlp.act", new Sites("mlp.hook_pre", "mlp.hook_post")),
            Map.entry("mlp.down_proj", MLP_OUT),
            Map.entry("mlp.c_proj", MLP_OUT),
            Map.entry("mlp.dense_4h_to_h", MLP_OUT),
            Map.entry("mlp.gate_proj", MLP_PRE),
            Map.entry("mlp.c_fc", MLP_PRE),
            Map.entry("mlp.dense_h_to_4h", MLP_PRE),
            Map.entry("mlp.up_proj", new Sites("mlp.hook_in", "mlp.hook_pre_linear")),
            Map.entry("self_attn.o_proj", ATTENTION_OUT),
            Map.entry("attn.c_proj", ATTENTION_OUT),
            Map.entry("attention.dense", ATTENTION_OUT));

    private static final Set<String> ADDED = Set.of("hook_mlp_out", "hook_attn_out");

    /** Empty if it is none of the modules whose place is known. */
    static Optional<ModulePath> parse(String path) {
        if (EMBEDDING.matcher(path).matches()) {
            return Optional.of(new ModulePath(null, HookPoint.embed(), false));
        }
        Matcher block = IN_A_BLOCK.matcher(path);
        if (!block.matches()) {
            return Optional.empty();
        }
        int layer = Integer.parseInt(block.group(1));
        return Optional.ofNullable(SITES.get(block.group(2) == null ? "" : block.group(2)))
                .map(sites -> new ModulePath(
                        sites.input == null ? null : new HookPoint(layer, sites.input),
                        new HookPoint(layer, sites.output),
                        ADDED.contains(sites.output)));
    }
}
