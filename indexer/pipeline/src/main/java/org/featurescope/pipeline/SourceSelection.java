package org.featurescope.pipeline;

import java.nio.file.Path;
import java.util.List;
import org.featurescope.lm.sae.SaeOptions;

/**
 * Which sources to index.
 *
 * @param hooks patterns over the names of hook points, see {@link HookPattern}
 * @param saes folders with SAEs
 */
public record SourceSelection(List<String> hooks, List<SaeChoice> saes) {

    /** The MLP neurons of all layers. */
    public static final SourceSelection NEURONS = new SourceSelection(List.of("blocks.*.mlp.hook_post"), List.of());

    /** A folder, and what a person says about it. */
    public record SaeChoice(Path folder, SaeOptions options) {}

    public SourceSelection {
        hooks = List.copyOf(hooks);
        saes = List.copyOf(saes);
    }

    /** What a command line asks for: neurons unless it names something. */
    public static SourceSelection of(List<String> hooks, List<SaeChoice> saes) {
        return hooks.isEmpty() && saes.isEmpty() ? NEURONS : new SourceSelection(hooks, saes);
    }
}
