package org.featurescope.web.bulk;

import java.util.List;
import org.featurescope.web.evidence.Statistics;
import org.featurescope.web.feature.FeaturePage;
import org.featurescope.web.feature.GroupFacts;
import org.featurescope.web.feature.LabelFacts;
import org.featurescope.web.feature.LookupFacts;
import org.featurescope.web.feature.WeightFacts;
import org.jspecify.annotations.Nullable;

/** The page of a feature, without what it shares with the other features of its run. @param run its number */
public record BulkFeature(
        String model,
        String source,
        int index,
        String kind,
        String hookPoint,
        @Nullable Integer layer,
        String url,
        String permalink,
        int run,
        Statistics statistics,
        List<LabelFacts> labels,
        @Nullable LookupFacts lookup,
        @Nullable WeightFacts weights,
        List<GroupFacts> directory,
        List<FeaturePage.Group> groups) {

    static BulkFeature of(FeaturePage page) {
        return new BulkFeature(
                page.model(),
                page.source(),
                page.index(),
                page.kind(),
                page.hookPoint(),
                page.layer(),
                page.url(),
                page.permalink(),
                page.run().id(),
                page.statistics(),
                page.labels(),
                page.lookup(),
                page.weights(),
                page.directory(),
                page.groups());
    }
}
