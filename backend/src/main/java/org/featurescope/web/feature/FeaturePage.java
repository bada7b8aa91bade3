package org.featurescope.web.feature;

import java.util.List;
import org.featurescope.web.catalog.FidelityFacts;
import org.featurescope.web.catalog.RunFacts;
import org.featurescope.web.catalog.SaeFacts;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * All about one feature in one run; as JSON the twin of the HTML page.
 *
 * @param kind of its source
 * @param layer null for a hook point of no layer
 * @param sae null unless the source is an SAE or a transcoder
 * @param fidelity of the SAE in this run
 * @param labels one for each label of the run, by number; empty: the run keeps none
 * @param lookup null: the run keeps none
 * @param weights null: the run keeps nothing of the weights
 * @param directory all groups of examples that the run keeps
 * @param groups those that were asked for, with their examples
 * @param url address of the HTML page, in the newest run or the one asked for
 * @param permalink address of the HTML page in this run, for ever
 * @param previous address of the JSON of the feature before; null: this is the first
 * @param next address of the JSON of the feature after; null: this is the last
 */
public record FeaturePage(
        int schema,
        String model,
        String source,
        int index,
        String kind,
        @Nullable String hookPoint,
        @Nullable Integer layer,
        String url,
        String permalink,
        RunFacts run,
        @Nullable SaeFacts sae,
        @Nullable FidelityFacts fidelity,
        Statistics statistics,
        List<LabelFacts> labels,
        @Nullable LookupFacts lookup,
        @Nullable WeightFacts weights,
        List<GroupFacts> directory,
        List<Group> groups,
        @Nullable String previous,
        @Nullable String next) {

    public FeaturePage {
        labels = List.copyOf(labels);
        directory = List.copyOf(directory);
        groups = List.copyOf(groups);
    }

    /** Examples that were chosen in the same way, by rank. */
    public record Group(String name, List<Example> examples) {

        public Group {
            examples = List.copyOf(examples);
        }
    }
}
