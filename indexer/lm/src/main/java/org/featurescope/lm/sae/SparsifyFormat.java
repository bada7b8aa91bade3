package org.featurescope.lm.sae;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.TensorFile;

/**
 * EleutherAI's sparsify: {@code cfg.json} and {@code sae.safetensors} in a folder named after the module it listens to;
 * also the folder of a run, which holds one such folder for each module, or one for each seed below it.
 */
final class SparsifyFormat implements SaeFormat {

    private static final String CONFIG = "cfg.json";
    private static final String WEIGHTS = "sae.safetensors";
    private static final Pattern SEED = Pattern.compile("seed\\d+");

    @Override
    public String name() {
        return "sparsify";
    }

    @Override
    public boolean recognises(SaeFiles folder) {
        return isOne(folder) || !ofARun(folder).isEmpty();
    }

    private static boolean isOne(SaeFiles folder) {
        return folder.has(CONFIG) && folder.has(WEIGHTS);
    }

    private static List<SaeFiles> ofARun(SaeFiles run) {
        return run.folders().stream()
                .flatMap(module -> isOne(module) ? Stream.of(module) : module.folders().stream())
                .filter(SparsifyFormat::isOne)
                .toList();
    }

    @Override
    public List<Sae> read(SaeFiles folder, SaeOptions options) {
        if (isOne(folder)) {
            return List.of(read(folder, options, Sae.DeclaredModel.UNKNOWN));
        }
        List<SaeFiles> wanted = wanted(folder, options);
        if (wanted.size() > 1 && options.input() != null) {
            throw new IllegalArgumentException(folder.folder() + ": hook=" + options.input()
                    + " is the place of one SAE, " + wanted.size() + " are here; choose with layers=");
        }
        Sae.DeclaredModel declared = declared(folder);
        return wanted.stream()
                .map(one -> read(one, options, declared))
                .sorted(Comparator.comparing(SparsifyFormat::layer))
                .toList();
    }

    private static int layer(Sae sae) {
        Integer layer = sae.output().layer();
        return layer == null ? -1 : layer;
    }

    /** Folders whose module is not known are in no layer, and left out when layers are chosen. */
    private static List<SaeFiles> wanted(SaeFiles run, SaeOptions options) {
        List<SaeFiles> all = ofARun(run);
        if (options.layers().isEmpty()) {
            return all;
        }
        SortedMap<Integer, List<SaeFiles>> byLayer = new TreeMap<>();
        for (SaeFiles one : all) {
            module(one)
                    .map(module -> module.output().layer())
                    .ifPresent(layer -> byLayer.computeIfAbsent(layer, none -> new ArrayList<>())
                            .add(one));
        }
        return LayerChoice.of(run.folder(), byLayer, options).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    private static Sae.DeclaredModel declared(SaeFiles run) {
        if (!run.has("config.json")) {
            return Sae.DeclaredModel.UNKNOWN;
        }
        ConfigFile training = run.config("config.json");
        return new Sae.DeclaredModel(
                training.has("model") ? training.text("model") : null,
                training.has("ctx_len") ? training.integer("ctx_len") : null,
                null);
    }

    private static Optional<ModulePath> module(SaeFiles folder) {
        String name = folder.name();
        return ModulePath.parse(SEED.matcher(name).matches() ? folder.parentName() : name);
    }

    private Sae read(SaeFiles folder, SaeOptions options, Sae.DeclaredModel declared) {
        ConfigFile config = folder.config(CONFIG);
        TensorFile tensors = folder.tensors(WEIGHTS);
        config.refuse(config.flag("signed", false), "signed", "false (only the largest pre-activations are kept)");
        Optional<ModulePath> module = module(folder);
        boolean transcodes = transcodes(folder, config, module, options);
        boolean skips = config.flag("skip_connection", false);
        String activation = config.has("activation") ? config.text("activation") : "topk";
        int dIn = config.integer("d_in");
        int features = features(config, dIn);
        SaeDraft draft = new SaeDraft(name(), activation + (skips ? "_skip" : "") + (transcodes ? "_transcoder" : ""))
                .file(folder.path(WEIGHTS))
                .file(folder.path(CONFIG))
                .hooks(
                        module.map(known -> transcodes ? known.input() : known.output())
                                .orElse(null),
                        module.map(ModulePath::output).orElse(null))
                .encoder(
                        new SaeMatrix(tensors.tensor("encoder.weight").require(features, dIn), false),
                        tensors.tensor("encoder.bias").require(features).floats())
                .activation(activation(config, activation))
                .decoder(
                        new SaeMatrix(tensors.tensor("W_dec").require(features, dIn), false),
                        tensors.tensor("b_dec").require(dIn).floats())
                // a cfg.json without "transcode" was written before transcoders ceased to subtract it
                .subtractsDecoderBias(!config.flag("transcode", false))
                .declared(declared);
        if (transcodes && module.isEmpty() && options.output() == null) {
            throw new IllegalArgumentException(
                    folder.folder() + ": is a transcoder, and \"" + folder.name()
                            + "\" is no module whose place is known; say where it reads and what it predicts with hook=NAME,out=NAME");
        }
        if (skips) {
            draft.skip(new SaeMatrix(tensors.tensor("W_skip").require(dIn, dIn), false));
        }
        remarks(draft, config, module, transcodes);
        return draft.finish(options);
    }

    private static SaeActivation activation(ConfigFile config, String activation) {
        int k = config.integer("k", 32);
        config.refuse(
                !activation.equals("topk") && !activation.equals("groupmax"), "activation", "\"topk\", \"groupmax\"");
        return activation.equals("topk") ? new SaeActivation.TopK(k) : new SaeActivation.GroupMax(k);
    }

    /** {@code num_latents} 0 or missing: the expansion factor says it. */
    private static int features(ConfigFile config, int dIn) {
        boolean said = config.has("num_latents") && config.number("num_latents") != 0;
        return said ? config.integer("num_latents") : Math.multiplyExact(dIn, config.integer("expansion_factor", 32));
    }

    /**
     * Whether it predicts what a module gives from what it reads. Older files do not say it. Then a skip connection, which
     * only transcoders have, tells it; without one, and on a module that transcoders are made for, a person has to.
     */
    private static boolean transcodes(
            SaeFiles folder, ConfigFile config, Optional<ModulePath> module, SaeOptions options) {
        if (config.has("transcode")) {
            return config.flag("transcode", false);
        }
        if (config.flag("skip_connection", false)) {
            return true;
        }
        if (options.output() != null) {
            return !options.output().equals(options.input());
        }
        boolean open = config.has("skip_connection")
                && options.input() == null
                && module.filter(isMlp()).isPresent();
        if (open) {
            HookPoint output = module.orElseThrow().output();
            throw new IllegalArgumentException(folder.path(CONFIG)
                    + ": does not say \"transcode\", and this could be an SAE on what the MLP gives or a transcoder; for the"
                    + " SAE say hook=" + output + ", for the transcoder hook=blocks." + output.layer()
                    + ".mlp.hook_in,out=" + output);
        }
        return false;
    }

    private static Predicate<ModulePath> isMlp() {
        return module -> module.output().site().equals("hook_mlp_out");
    }

    private static void remarks(SaeDraft draft, ConfigFile config, Optional<ModulePath> module, boolean transcodes) {
        if (transcodes && !config.has("transcode")) {
            draft.remark("cfg.json has no \"transcode\", so it was written before February 2025, when transcoders"
                    + " subtracted b_dec from their input; say subtract-b-dec=false if this one does not");
        }
        if (module.filter(ModulePath::addsToTheStream).isPresent()) {
            draft.remark("it was trained on what the module itself gives; in models that norm this before they add it"
                    + " (Gemma-2, Gemma-3, OLMo-2), " + module.orElseThrow().output() + " is another value");
        }
    }
}
