package org.featurescope.lm;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.featurescope.core.FileHash;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.UnsupportedException;
import org.featurescope.lm.sae.Sae;

/** An ordinary Hugging Face model folder: {@code config.json}, safetensors weights and {@code tokenizer.json}. */
public final class ModelFolder {

    private final Path folder;
    private final ConfigFile config;
    private final Family family;
    private final Weights weights;

    private ModelFolder(Path folder) {
        this.folder = folder;
        config = ConfigFile.read(folder.resolve("config.json"));
        family = Family.of(config);
        weights = Weights.open(folder);
        if (family.shape().layers() > weights.size()) {
            throw new MalformedFileException(
                    config.file(),
                    "asks for " + family.shape().layers() + " layers, but the weights are only " + weights.size()
                            + " tensors; they belong to another model");
        }
    }

    /**
     * Reads the configuration and the headers of the weights.
     *
     * @throws MalformedFileException if a file is missing or broken
     * @throws UnsupportedException if the model could not be run faithfully
     */
    public static ModelFolder open(Path folder) {
        return new ModelFolder(folder);
    }

    public ModelShape shape() {
        return family.shape();
    }

    /** All hook points of the model and their widths, in the order they are computed; the logits come last. */
    public Map<HookPoint, Integer> hookPoints() {
        return Collections.unmodifiableMap(family.hookPoints());
    }

    /** Values in the weight files; a matrix used twice counts once. */
    public long parameters() {
        return weights.parameters();
    }

    /**
     * Makes sure that an SAE can be read beside this model.
     *
     * @throws IllegalArgumentException if the model lacks one of its hook points, or has it in another width
     */
    public void requireFit(Sae sae) {
        SaeFit.check(sae, family.hookPoints());
    }

    /** What the headers of the weight files and the configuration tell beyond the sizes. */
    public ModelFacts facts() {
        return ModelFacts.read(folder, family.shape());
    }

    /** Of all weight files, in the order of their names ({@link FileHash}). */
    public String weightsSha256() {
        return FileHash.sha256(Weights.files(folder));
    }

    public String tokenizerSha256() {
        return FileHash.sha256(List.of(folder.resolve("tokenizer.json")));
    }

    public Tokenizer tokenizer() {
        return Tokenizer.open(folder, config, shape().vocabularySize());
    }

    /**
     * Makes the model ready to run; weights stay in the mapped file.
     *
     * @param device {@code cpu}, {@code gpu} or {@code gpu:NUMBER}
     */
    public HookedModel load(String device) {
        NDManager manager = Engine.newManager(device);
        try {
            TensorLoader loader = new TensorLoader(manager, Kernels.load(manager));
            return new Transformer(loader, family.shape(), hookPoints(), family.load(weights, loader));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }
}
