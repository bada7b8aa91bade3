package org.featurescope.pipeline.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.featurescope.lm.file.SafetensorsFile;
import org.featurescope.lm.file.TensorValues;

/** The tensor {@code tokens} [contexts, length] of a file: contexts as token ids, whose strings a tokenizer knows. */
final class TensorTokens {

    private static final String PADDING = "<pad>";

    private final Path file;
    private final TensorValues ids;
    private final IntFunction<String> strings;

    TensorTokens(SafetensorsFile tensors, IntFunction<String> strings) {
        file = tensors.file();
        this.strings = strings;
        if (!tensors.names().contains("tokens")) {
            throw new ImportException(
                    file + ": has no tensor \"tokens\", so that no text can be shown; its tensors are "
                            + tensors.names() + ". Delphi writes it where save_tokens is true");
        }
        ids = tensors.values("tokens").requireIntegers(2);
    }

    long contexts() {
        return ids.shape()[0];
    }

    int length() {
        return Math.toIntExact(ids.shape()[1]);
    }

    /** Without the padding at its end, but whole up to a position. */
    List<String> context(long number, int atLeast) {
        int length = length();
        List<String> tokens = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            tokens.add(string(number, i));
        }
        int end = length;
        while (end > atLeast && tokens.get(end - 1).equals(PADDING)) {
            end--;
        }
        return tokens.subList(0, end);
    }

    private String string(long number, int position) {
        long id = ids.integer(number * length() + position);
        if (id < 0 || id > Integer.MAX_VALUE) {
            throw new BrokenRecordException(
                    "tensor \"tokens\" must hold token ids, found " + id + " at [" + number + ", " + position + "]");
        }
        return strings.apply((int) id);
    }
}
