package org.featurescope.pipeline;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.SourceRow;
import org.featurescope.lm.Tokenizer;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.Corpus;
import org.jspecify.annotations.Nullable;

/** Everything that determines what a run finds; two runs with the same identity hold the same evidence. */
record RunIdentity(
        String model,
        String weightsSha256,
        String tokenizerSha256,
        String corpusSha256,
        int contextTokens,
        @Nullable Integer bosTokenId,
        int topK,
        @Nullable Long maxTokens,
        Set<String> sources) {

    RunIdentity {
        sources = Set.copyOf(sources);
    }

    /** Sources by name, and by all that tells what they are. */
    static Set<String> identities(List<SourceRow> sources) {
        return sources.stream()
                .map(source -> source.name() + ": " + source.identity())
                .collect(Collectors.toSet());
    }

    static RunIdentity of(PublishedRun run) {
        return new RunIdentity(
                run.model(),
                run.weightsSha256(),
                run.tokenizerSha256(),
                run.corpora().get(0).corpus().sha256(),
                run.contextTokens(),
                run.bosTokenId(),
                run.topK(),
                run.maxTokens(),
                identities(run.sources()));
    }

    /** A fresh reading of the corpus, cut the way this run cuts it. */
    ContextCutter cut(Corpus corpus, Tokenizer tokenizer) {
        OptionalInt bos = bosTokenId == null ? OptionalInt.empty() : OptionalInt.of(bosTokenId);
        return new ContextCutter(corpus.read(), ContextId.corpusKey(corpusSha256), tokenizer, contextTokens, bos);
    }
}
