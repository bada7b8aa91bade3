package org.featurescope.pipeline.scan;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.lm.TokenBatch;
import org.featurescope.pipeline.corpus.ContextCutter;

/** The batches that a scan makes of a corpus, for measuring what else could be done with them. */
public final class ScanBatches {

    private ScanBatches() {}

    public static List<TokenBatch> of(ContextCutter corpus, ScanSettings settings) {
        List<TokenBatch> all = new ArrayList<>();
        Batcher batches = new Batcher(corpus, settings.batchContexts(), settings.maxTokens());
        for (TokenBatch batch = batches.next(); batch != null; batch = batches.next()) {
            all.add(batch);
        }
        return List.copyOf(all);
    }
}
