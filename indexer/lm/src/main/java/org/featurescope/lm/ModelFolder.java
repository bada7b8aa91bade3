package org.featurescope.lm;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** An ordinary Hugging Face model folder: {@code config.json}, safetensors weights and {@code tokenizer.json}. */
public final class ModelFolder {

    private final Path folder;
    private final ModelConfig config;
    private final Family family;
    private final Weights weights;

    private ModelFolder(Path folder) {
        this.folder = folder;
        config = ModelConfig.read(folder.resolve("config.json"));
        family = Family.of(config);
        weights = Weights.open(folder);
    }

    /**
     * Reads the configuration and the headers of the weights.
     *
     * @throws MalformedFileException if a file is missing or broken
     * @throws UnsupportedModelException if the model could not be run faithfully
     */
    public static ModelFolder open(Path folder) {
        return new ModelFolder(folder);
    }

    public ModelShape shape() {
        return family.shape();
    }

    /** Values in the weight files; a matrix used twice counts once. */
    public long parameters() {
        return weights.parameters();
    }

    /** In hexadecimal; of several weight files, over their bytes one after another in the order of their names. */
    public String weightsSha256() {
        return sha256(Weights.files(folder));
    }

    public String tokenizerSha256() {
        return sha256(List.of(folder.resolve("tokenizer.json")));
    }

    public Tokenizer tokenizer() {
        return Tokenizer.open(folder, config);
    }

    /**
     * Makes the model ready to run; weights stay in the mapped file.
     *
     * @param device {@code cpu}, {@code gpu} or {@code gpu:NUMBER}
     */
    public HookedModel load(String device) {
        NDManager manager = Engine.newManager(device);
        try {
            return new Transformer(manager, family.shape(), family.load(weights, manager));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static String sha256(List<Path> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
