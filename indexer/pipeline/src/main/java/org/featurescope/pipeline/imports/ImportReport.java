package org.featurescope.pipeline.imports;

import java.util.List;

/**
 * What was imported.
 *
 * @param format of the files
 * @param sources names of them
 * @param errors the broken records that were left out, a sentence each; the first of them
 * @param errorCount how many there were
 */
public record ImportReport(
        long runId,
        String format,
        String model,
        List<String> sources,
        long features,
        long activations,
        long contexts,
        long explanations,
        List<String> errors,
        long errorCount) {

    public ImportReport {
        sources = List.copyOf(sources);
        errors = List.copyOf(errors);
    }
}
