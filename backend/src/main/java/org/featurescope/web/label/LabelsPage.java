package org.featurescope.web.label;

import java.util.List;
import org.featurescope.web.evidence.ListedFeature.Raised;
import org.featurescope.web.evidence.Statistics;
import org.featurescope.web.source.Glimpse;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a model; if one is chosen, the features that tell it apart. As JSON the twin of the HTML page.
 *
 * @param labels of the newest runs of all sources, or of the run asked for, by corpus and name
 * @param chosen null: none is
 */
public record LabelsPage(
        int schema,
        String model,
        String url,
        List<LabelEntry> labels,
        @Nullable Chosen chosen) {

    public LabelsPage {
        labels = List.copyOf(labels);
    }

    /**
     * @param label null: contexts whose documents have none
     * @param contexts of the label, in the newest run that has it
     */
    public record LabelEntry(String corpus, @Nullable String label, String url, long contexts, long tokens) {}

    /**
     * One page of the features of a label.
     *
     * @param kinds of sources: {@code all}, {@code mlp}, {@code hook}, {@code sae} or {@code transcoder}
     * @param order {@code desc}: the largest AUC first; {@code asc}
     * @param features how many have an AUC of it, in all sources
     * @param first the place of the first of this page, from 1; 0: there is none
     * @param previous the JSON of the page before; null: this is the first
     * @param next the JSON of the page after; null: this is the last
     */
    public record Chosen(
            String corpus,
            @Nullable String label,
            long contexts,
            long tokens,
            String kinds,
            String order,
            int features,
            int first,
            List<Row> rows,
            @Nullable String previous,
            @Nullable String next) {

        public Chosen {
            rows = List.copyOf(rows);
        }
    }

    /**
     * @param run the newest of the source, or the one asked for
     * @param top null for a feature without examples
     */
    public record Row(
            int rank,
            String source,
            String kind,
            int index,
            String url,
            int run,
            float auc,
            Statistics statistics,
            List<Raised> raises,
            @Nullable Glimpse top) {

        public Row {
            raises = List.copyOf(raises);
        }
    }
}
