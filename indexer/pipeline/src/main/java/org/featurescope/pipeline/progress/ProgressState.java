package org.featurescope.pipeline.progress;

import org.jspecify.annotations.Nullable;

/**
 * How far an indexing has come; in JSON with the same names in snake case.
 *
 * @param run the name of the run; empty until it is known, and where nothing is indexed
 * @param stage what is being done, in words
 * @param contexts that ran through the model, those of earlier starts included; 0 in stages that do not scan
 * @param tokens counted in them
 * @param share of the corpora, or of the token limit, from 0 to 1
 * @param tokensPerSecond since this start began to scan
 * @param secondsLeft of this stage at that speed; null: not known yet
 * @param loss of the model on a sample of the contexts, in nats per token; null: not measured yet
 */
public record ProgressState(
        String run,
        String stage,
        long contexts,
        long tokens,
        double share,
        double tokensPerSecond,
        @Nullable Double secondsLeft,
        @Nullable Double loss) {}
