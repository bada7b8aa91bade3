package org.featurescope.cli;

import org.featurescope.pipeline.BosPolicy;
import picocli.CommandLine.Option;

/** How a model is run over texts: the options of all commands that run one. */
final class ModelRunOptions {

    static final String DEFAULT_CONTEXT_TOKENS = "128";

    @Option(
            names = "--context-tokens",
            paramLabel = "N",
            defaultValue = DEFAULT_CONTEXT_TOKENS,
            description = "Longest context, beginning-of-text token included (default: ${DEFAULT-VALUE}).")
    private int contextTokens;

    @Option(
            names = "--bos",
            paramLabel = "auto|always|never",
            defaultValue = "auto",
            description = "Whether a beginning-of-text token stands in front of every context; auto: as the model's"
                    + " configuration says.")
    private BosPolicy bos = BosPolicy.AUTO;

    @Option(
            names = "--device",
            paramLabel = "cpu|gpu[:i]",
            defaultValue = "cpu",
            description = "Where the model runs (default: ${DEFAULT-VALUE}).")
    private String device = "";

    int contextTokens() {
        return contextTokens;
    }

    BosPolicy bos() {
        return bos;
    }

    String device() {
        return device;
    }
}
