package org.featurescope.lm.sae;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.featurescope.lm.file.MalformedFileException;

/** Finds out what SAEs a folder holds. */
public final class SaeFolder {

    private static final List<SaeFormat> FORMATS = Stream.concat(
                    Stream.of(
                            new SaeLensFormat(),
                            new GemmaScopeFormat(),
                            new GemmaScope2Format(),
                            new SparsifyFormat(),
                            new LlamaScopeFormat(),
                            new LlamascopiumFormat(),
                            new TranscoderSetFormat(),
                            new CrossLayerTranscoderFormat()),
                    ConvertedFormat.all().stream())
            .toList();

    private SaeFolder() {}

    /** Whether a folder looks like one of the formats. */
    public static boolean isSae(Path folder) {
        return Files.isDirectory(folder) && !recognised(new SaeFiles(folder)).isEmpty();
    }

    /**
     * The SAEs of a folder, in the order of their layers.
     *
     * @throws MalformedFileException if a file is missing or broken
     * @throws org.featurescope.lm.file.UnsupportedException if it would be computed wrongly, or is a pickle
     * @throws IllegalArgumentException if the files leave something open that the options do not say
     */
    public static List<Sae> read(Path folder, SaeOptions options) {
        if (!Files.isDirectory(folder)) {
            throw Pickles.isOne(folder)
                    ? Pickles.refused(folder)
                    : new MalformedFileException(folder, "is not a folder");
        }
        try {
            return read(new SaeFiles(folder), options);
        } catch (IllegalArgumentException e) {
            throw naming(folder, e);
        }
    }

    /** The parts of an SAE check themselves, and do not know which folder they come from. */
    private static IllegalArgumentException naming(Path folder, IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        boolean named = e.getClass() != IllegalArgumentException.class || message.contains(folder.toString());
        return named ? e : new IllegalArgumentException(folder + ": " + message, e);
    }

    private static List<Sae> read(SaeFiles files, SaeOptions options) {
        List<Sae> saes = SaeNames.distinct(format(files, options).read(files, options), options);
        saes.forEach(sae -> requireAskedFor(files.folder(), sae, options));
        saes.forEach(SaeCheck::check);
        return saes;
    }

    /** Formats of one SAE a folder have no layers to choose from. */
    private static void requireAskedFor(Path folder, Sae sae, SaeOptions options) {
        Integer layer = sae.output().layer();
        if (!options.layers().isEmpty() && (layer == null || !options.layers().contains(layer))) {
            throw new IllegalArgumentException(folder + ": its SAE is of " + sae.output() + ", and layers= asks for "
                    + new TreeSet<>(options.layers()));
        }
    }

    private static SaeFormat format(SaeFiles files, SaeOptions options) {
        if (options.format() != null) {
            return FORMATS.stream()
                    .filter(format -> format.name().equalsIgnoreCase(options.format()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "format must be one of " + names(FORMATS) + ", got \"" + options.format() + "\""));
        }
        List<SaeFormat> recognised = recognised(files);
        if (recognised.isEmpty()) {
            files.names().stream()
                    .map(files::path)
                    .filter(Pickles::isOne)
                    .findFirst()
                    .ifPresent(pickle -> {
                        throw Pickles.refused(pickle);
                    });
            throw new MalformedFileException(
                    files.folder(),
                    "holds no SAE of a known format " + names(FORMATS) + "; its files: " + files.names());
        }
        if (recognised.size() > 1) {
            throw new IllegalArgumentException(
                    files.folder() + ": could be any of " + names(recognised) + "; say which with format=NAME");
        }
        return recognised.get(0);
    }

    /** Formats that a folder looks like. */
    static List<SaeFormat> recognised(SaeFiles files) {
        return FORMATS.stream().filter(format -> format.recognises(files)).toList();
    }

    static List<String> formatNames() {
        return names(FORMATS);
    }

    private static List<String> names(List<SaeFormat> formats) {
        return formats.stream().map(SaeFormat::name).toList();
    }
}
