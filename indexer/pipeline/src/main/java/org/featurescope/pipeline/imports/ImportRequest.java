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
 * @param topK contexts to keep of a feature, of formats that hold very many
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
        int topK,
        int maxErrors,
        boolean restart) {

    private static final int MOST_EXAMPLES = 1_000;

    public ImportRequest {
        if (topK < 1 || topK > MOST_EXAMPLES) {
            throw new IllegalArgumentException("--top-k must be from 1 to " + MOST_EXAMPLES + ", got " + topK);
        }
        if (maxErrors < 0) {
            throw new IllegalArgumentException("--max-errors must be >= 0, got " + maxErrors);
        }
    }
}
