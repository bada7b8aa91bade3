package org.featurescope.web.source;

import java.util.List;
import org.featurescope.web.catalog.FidelityFacts;
import org.featurescope.web.catalog.RunFacts;
import org.featurescope.web.catalog.RunLabel;
import org.featurescope.web.catalog.SaeFacts;
import org.featurescope.web.evidence.FeatureFacts;
import org.featurescope.web.evidence.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * One page of the list of a source's features; as JSON the twin of the HTML page.
 *
 * @param layer null for a hook point of no layer
 * @param sae null unless the source is an SAE or a transcoder
 * @param fidelity of the SAE in this run
 * @param featureCount features of the whole source
 * @param previous address of the JSON of the page before; null: this is the first
 * @param next address of the JSON of the page after; null: this is the last
 */
public record SourcePage(
        int schema,
        String model,
        String source,
        String kind,
        @Nullable Integer layer,
        String hookPoint,
        int featureCount,
        String url,
        RunFacts run,
        @Nullable SaeFacts sae,
        @Nullable FidelityFacts fidelity,
        String sort,
        String order,
        List<Row> features,
        @Nullable String previous,
        @Nullable String next) {

    public SourcePage {
        features = List.copyOf(features);
    }

    /**
     * @param lookupShare share of its variance that a table of tokens explains; null: the run did not measure it
     * @param bestLabel the label with the largest AUC; null: the run has none
     * @param top null for a feature without examples
     */
    public record Row(
            int index,
            String url,
            Statistics statistics,
            @Nullable Double lookupShare,
            @Nullable BestLabel bestLabel,
            @Nullable Glimpse top) {}

    /** @param label null: contexts whose documents have none */
    public record BestLabel(String corpus, @Nullable String label, float auc) {

        /** Of equal ones, the first. */
        static @Nullable BestLabel of(FeatureFacts feature, List<RunLabel> labels) {
            BestLabel best = null;
            for (int number = 0; number < feature.auc().size(); number++) {
                Float auc = feature.auc().get(number);
                if (auc != null && (best == null || auc > best.auc)) {
                    RunLabel label = labels.get(number);
                    best = new BestLabel(label.corpus(), label.label(), auc);
                }
            }
            return best;
        }
    }

    /** The best example in short: the text of the peak token and some text on both sides. */
    public record Glimpse(String before, String token, String after, float peak, String document) {}
}
