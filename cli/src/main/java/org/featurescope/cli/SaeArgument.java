package org.featurescope.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;
import org.featurescope.pipeline.SourceSelection;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A value of {@code --sae}: a folder, then what its files leave open, for example {@code
 * saes/layer-3,hook=blocks.3.hook_resid_post,k=32}. A comma belongs to the folder's name unless {@code key=} follows.
 */
record SaeArgument(Path folder, SaeOptions options) {

    private static final String NEXT_OPTION = ",(?=[A-Za-z0-9_-]+=)";

    /** @throws IllegalArgumentException if a key is unknown or given twice, or a value is not of its kind */
    static SaeArgument parse(String text) {
        String[] parts = text.split(NEXT_OPTION, -1);
        if (parts[0].isEmpty()) {
            throw new IllegalArgumentException("--sae must begin with a folder, got \"" + text + "\"");
        }
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] option = parts[i].split("=", 2);
            if (given.put(option[0], option[1]) != null) {
                throw new IllegalArgumentException("--sae gives " + option[0] + " twice: \"" + text + "\"");
            }
        }
        return new SaeArgument(Path.of(parts[0]), SaeOptions.of(given));
    }

    /** As the indexer takes them. */
    static List<SourceSelection.SaeChoice> choices(List<SaeArgument> arguments) {
        return arguments.stream()
                .map(argument -> new SourceSelection.SaeChoice(argument.folder, argument.options))
                .toList();
    }

    /** The SAEs of the folder, in the order of their layers. */
    List<Sae> read() {
        return SaeFolder.read(folder, options);
    }

    /** For picocli: a value that cannot be read is a wrong command line. */
    static final class Converter implements ITypeConverter<SaeArgument> {
        @Override
        public SaeArgument convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
