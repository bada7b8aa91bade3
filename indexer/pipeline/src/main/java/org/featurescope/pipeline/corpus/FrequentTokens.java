package org.featurescope.pipeline.corpus;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.featurescope.core.evidence.LookupTokens;
import org.featurescope.lm.TokenContext;

/**
 * Chooses the tokens of a token lookup: the most frequent among the first counted tokens of a run's corpora, as many of each
 * corpus. Of equally frequent ones, those with the lower id.
 */
public final class FrequentTokens {

    /** Counted tokens that are looked at, of all corpora together; contexts are not cut for it. */
    static final int LOOKED_AT = 200_000;

    private final Map<Integer, Integer> counts = new HashMap<>();

    private FrequentTokens() {}

    /**
     * @param corpora makes a reading of each from its beginning; they are closed again
     * @param kept at most so many
     */
    public static LookupTokens of(List<Supplier<ContextCutter>> corpora, int kept) {
        FrequentTokens tokens = new FrequentTokens();
        for (Supplier<ContextCutter> corpus : corpora) {
            try (ContextCutter contexts = corpus.get()) {
                tokens.count(contexts, LOOKED_AT / corpora.size());
            }
        }
        return LookupTokens.of(tokens.counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(kept)
                .mapToInt(Map.Entry::getKey)
                .toArray());
    }

    private void count(ContextCutter contexts, int most) {
        int seen = 0;
        for (CorpusContext next = contexts.next(); next != null && seen < most; next = contexts.next()) {
            TokenContext context = next.tokens();
            for (int position = 0; position < context.tokenIds().length; position++) {
                if (context.counted()[position]) {
                    counts.merge(context.tokenIds()[position], 1, Integer::sum);
                    seen++;
                }
            }
        }
    }
}
