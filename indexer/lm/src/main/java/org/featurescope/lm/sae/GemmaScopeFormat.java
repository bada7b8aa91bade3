package org.featurescope.lm.sae;

import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.NpzFile;
import org.featurescope.lm.file.TensorFile;

/**
 * Gemma Scope, for Gemma 2: {@code params.npz}, and nothing else but the names of folders, for example {@code
 * gemma-scope-2b-pt-res/layer_12/width_16k/average_l0_82}. A download may have kept some of them only.
 */
final class GemmaScopeFormat implements SaeFormat {

    private static final String WEIGHTS = "params.npz";

    private static final Pattern REPOSITORY =
            Pattern.compile("gemma-scope-(\\d+b)-(pt|it)-(res|mlp|att|transcoders)(?![a-z])");
    private static final Pattern LAYER = Pattern.compile("^layer_(\\d{1,4})$");
    private static final Pattern EMBEDDING = Pattern.compile("^embedding$");
    private static final Pattern L0 = Pattern.compile("^average_l0_(\\d{1,6})$");

    @Override
    public String name() {
        return "Gemma Scope";
    }

    @Override
    public boolean recognises(SaeFiles folder) {
        return folder.has(WEIGHTS);
    }

    @Override
    public List<Sae> read(SaeFiles folder, SaeOptions options) {
        FolderNames names = new FolderNames(folder.folder());
        TensorFile tensors = NpzFile.open(folder.path(WEIGHTS));
        HookPoint input = options.input() != null ? options.input() : input(folder, names);
        GemmaScope.Place place = new GemmaScope.Place(
                input,
                options.output() != null ? options.output() : GemmaScope.usualOutput(input),
                names.find(L0)
                        .map(found -> OptionalDouble.of(Double.parseDouble(found.group(1))))
                        .orElse(OptionalDouble.empty()),
                names.find(REPOSITORY).map(GemmaScopeFormat::model).orElse(null));
        return List.of(new GemmaScope(List.of(folder.path(WEIGHTS)), tensors, "W_")
                .sae(name(), place, scaling(input, tensors), options));
    }

    private static HookPoint input(SaeFiles folder, FolderNames names) {
        if (names.find(EMBEDDING).isPresent()) {
            return HookPoint.embed();
        }
        MatchResult repository = names.find(REPOSITORY)
                .orElseThrow(() -> open(
                        folder,
                        "which hook point it reads (no folder above is called like" + " gemma-scope-2b-pt-res)"));
        MatchResult layer = names.find(LAYER)
                .orElseThrow(() -> open(folder, "which layer it reads (no folder above is called like layer_12)"));
        return input(repository.group(3), Integer.parseInt(layer.group(1)));
    }

    private static HookPoint input(String kind, int layer) {
        return switch (kind) {
            case "res" -> HookPoint.residPost(layer);
            case "mlp" -> HookPoint.mlpOut(layer);
            case "att" -> HookPoint.attnZ(layer);
            default -> HookPoint.ln2Normalized(layer);
        };
    }

    private static IllegalArgumentException open(SaeFiles folder, String what) {
        return new IllegalArgumentException(folder.path(WEIGHTS) + ": does not say " + what
                + "; say it with the option hook=HOOK, for example hook=blocks.12.hook_resid_post");
    }

    private static String model(MatchResult repository) {
        return "gemma-2-" + repository.group(1) + (repository.group(2).equals("it") ? "-it" : "");
    }

    /** SAEs of embeddings were trained before the model multiplies these with √dModel. */
    private static SaeScaling scaling(HookPoint input, TensorFile tensors) {
        if (!input.equals(HookPoint.embed())) {
            return new SaeScaling.None();
        }
        double factor = 1 / Math.sqrt(tensors.tensor("b_dec").elements());
        return new SaeScaling.Constant(factor, factor);
    }
}
