package org.featurescope.web.source;

import java.util.List;
import org.featurescope.web.catalog.FidelityFacts;
import org.featurescope.web.catalog.RunFacts;
import org.featurescope.web.catalog.RunLabel;
import org.featurescope.web.catalog.SaeFacts;
import org.featurescope.web.evidence.FeatureFacts;
import org.featurescope.web.evidence.ListedFeature.Raised;
import org.featurescope.web.evidence.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * One page of the list of a source's features; as JSON the twin of the HTML page.
 *
 * @param layer null for a hook point of no layer
 * @param sae null unless the source is an SAE or a transcoder
 * @param fidelity of the SAE in this run
 * @param featureCount features of the whole source
 * @param label what AUC is about; null: the best label of each feature
 * @param state {@code any}, {@code alive} or {@code dead}
 * @param logit a token that is among those that the features raise most; null: none must be
 * @param matching features of the whole list
 * @param first the place in the list of the first feature of this page, from 1; 0: there is none
 * @param plot of all features of the list; null on pages after the first
 * @param csv address of the whole list as CSV
 * @param previous address of the JSON of the page before; null: this is the first
 * @param next address of the JSON of the page after; null: this is the last
 */
public record SourcePage(
        int schema,
        String model,
        String source,
        String kind,
        @Nullable Integer layer,
        @Nullable String hookPoint,
        int featureCount,
        String url,
        RunFacts run,
        @Nullable SaeFacts sae,
        @Nullable FidelityFacts fidelity,
        String sort,
        String order,
        @Nullable RunLabel label,
        String state,
        @Nullable String logit,
        List<Filter> filters,
        int matching,
        int first,
        List<Row> features,
        @Nullable PlotFacts plot,
        String csv,
        @Nullable String previous,
        @Nullable String next) {

    public SourcePage {
        filters = List.copyOf(filters);
        features = List.copyOf(features);
    }

    /**
     * What a number must lie in, both ends included.
     *
     * @param low null: no bound
     * @param high null: no bound
     */
    public record Filter(
            String metric, @Nullable Double low, @Nullable Double high) {}

    /**
     * @param key what the list is sorted by, as a 32-bit float; null: the index, or the feature has none
     * @param lookupShare share of its variance that a table of tokens explains; null: the run did not measure it
     * @param inputNorm length of the vector it reads with; null, like the two below: it has none, or the run did not look
     * @param bestLabel the label with the largest AUC; null: the run has none
     * @param raises tokens whose logit it raises most, the most raised first
     * @param top null for a feature without examples
     */
    public record Row(
            int index,
            String url,
            @Nullable Float key,
            Statistics statistics,
            @Nullable Double lookupShare,
            @Nullable Double inputNorm,
            @Nullable Double outputNorm,
            @Nullable Double inputOutputCosine,
            @Nullable LabelAuc bestLabel,
            @Nullable Float labelAuc,
            List<Raised> raises,
            @Nullable Glimpse top) {

        public Row {
            raises = List.copyOf(raises);
        }
    }

    /** @param label null: contexts whose documents have none */
    public record LabelAuc(
            int number, String corpus, @Nullable String label, float auc) {

        /** Of equal ones, the first. */
        static @Nullable LabelAuc best(FeatureFacts feature, List<RunLabel> labels) {
            LabelAuc best = null;
            for (int number = 0; number < feature.auc().size(); number++) {
                Float auc = feature.auc().get(number);
                if (auc != null && (best == null || auc > best.auc)) {
                    RunLabel label = labels.get(number);
                    best = new LabelAuc(number, label.corpus(), label.label(), auc);
                }
            }
            return best;
        }
    }
}
