package org.featurescope.pipeline.imports;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to import.
 *
 * @param path a file or a folder
 * @param model name of the model; null: what the files say
 * @param source name of the source; null likewise
 * @param hookPoint where its features are read; null: what the files say, which may be nothing
 * @param tokenizer a {@code tokenizer.json}, for files that hold token ids alone; null: none
 * @param runName a word for the run; null: the name of the path
 * @param maxErrors how many broken records may be left out
 * @param restart whether to throw away what an interrupted import has read
 */
public record ImportRequest(
        Path path,
        @Nullable String model,
        @Nullable String source,
        @Nullable String hookPoint,
        @Nullable Path tokenizer,
        @Nullable String runName,
        int maxErrors,
        boolean restart) {

    public ImportRequest {
        if (maxErrors < 0) {
            throw new IllegalArgumentException("--max-errors must be >= 0, got " + maxErrors);
        }
    }
}
