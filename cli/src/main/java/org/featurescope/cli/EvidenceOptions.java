package org.featurescope.cli;

import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.LookupTokens;
import picocli.CommandLine.Option;

/** How much evidence is kept of each feature. */
final class EvidenceOptions {

    private static final String DEFAULT_LOOKUP_TOKENS = "" + LookupTokens.USUAL;

    @Option(
            names = "--top-k",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "Examples to keep at the top, at the bottom and in each sign case (default: ${DEFAULT-VALUE}).")
    private int topK;

    @Option(
            names = "--intervals",
            paramLabel = "N",
            defaultValue = "11",
            description = "Evenly spaced ranges from 0 to the maximum to sample from (default: ${DEFAULT-VALUE}).")
    private int intervals;

    @Option(
            names = "--interval-samples",
            paramLabel = "N",
            defaultValue = "5",
            description = "Contexts sampled from each range (default: ${DEFAULT-VALUE}).")
    private int intervalSamples;

    @Option(
            names = "--random-samples",
            paramLabel = "N",
            defaultValue = "10",
            description = "Contexts sampled from all (default: ${DEFAULT-VALUE}).")
    private int randomSamples;

    @Option(
            names = "--label-top",
            paramLabel = "N",
            defaultValue = "2",
            description = "Examples to keep at the top of each label (default: ${DEFAULT-VALUE}).")
    private int labelTop;

    @Option(
            names = "--lookup-tokens",
            paramLabel = "N",
            defaultValue = DEFAULT_LOOKUP_TOKENS,
            description =
                    "Tokens that have a row of their own in the token lookup, the most frequent; 0: it is not made"
                            + " (default: ${DEFAULT-VALUE}).")
    private int lookupTokens;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Decides what is sampled (default: ${DEFAULT-VALUE}).")
    private long seed;

    int lookupTokens() {
        return lookupTokens;
    }

    EvidenceSettings settings() {
        return new EvidenceSettings(topK, intervals, intervalSamples, randomSamples, labelTop, seed);
    }
}
