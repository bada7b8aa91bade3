package org.featurescope.web.feature;

import java.util.List;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Up to four features side by side, with fewer than two a form that asks for others; as JSON the twin of the HTML page.
 *
 * @param pairs each two of them, in their order
 * @param shared contexts that are examples of two or more of them; only features of one run share any
 */
public record ComparePage(int schema, String url, List<Compared> features, List<Pair> pairs, List<Shared> shared) {

    public ComparePage {
        features = List.copyOf(features);
        pairs = List.copyOf(pairs);
        shared = List.copyOf(shared);
    }

    /** @param labels empty: the run keeps none */
    public record Compared(
            String model,
            String source,
            int index,
            String kind,
            @Nullable String hookPoint,
            String url,
            String permalink,
            int run,
            @Nullable Long tokens,
            Statistics statistics,
            List<LabelFacts> labels) {

        public Compared {
            labels = List.copyOf(labels);
        }
    }

    /**
     * How near two features are, as far as the run kept it: each keeps its nearest alone.
     *
     * @param first number of the feature on this page, from 0
     * @param cosine of what they write; null: neither is among the nearest of the other
     * @param cosineBelow where {@code cosine} is null, what it cannot exceed; null: nothing is known
     * @param correlation of their activations over the token sample; null likewise
     * @param correlationBelow likewise
     * @param sharedContexts how many contexts are examples of both
     */
    public record Pair(
            int first,
            int second,
            @Nullable Float cosine,
            @Nullable Float cosineBelow,
            @Nullable Float correlation,
            @Nullable Float correlationBelow,
            int sharedContexts) {}

    /** A context, and what each feature does there. */
    public record Shared(List<Of> of) {

        public Shared {
            of = List.copyOf(of);
        }
    }

    /** @param feature number of the feature on this page, from 0 */
    public record Of(int feature, String group, Example example) {}
}
