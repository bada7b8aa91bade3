package org.featurescope.web.bulk;

import java.util.List;
import org.featurescope.web.catalog.RunFacts;

/**
 * Some features.
 *
 * @param runs where their numbers come from, each once
 * @param features in the order asked for
 * @param missing those whose source has no such index, as they were asked for
 */
public record BulkPage(int schema, List<RunFacts> runs, List<BulkFeature> features, List<String> missing) {

    public BulkPage {
        runs = List.copyOf(runs);
        features = List.copyOf(features);
        missing = List.copyOf(missing);
    }
}
