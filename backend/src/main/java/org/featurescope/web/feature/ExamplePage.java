package org.featurescope.web.feature;

import java.util.List;
import org.featurescope.web.catalog.RunFacts;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.Nearby;
import org.featurescope.web.evidence.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * One example of a feature in one run; as JSON the twin of the HTML page.
 *
 * @param layer null for a hook point of no layer
 * @param url address of the HTML page, in the newest run or the one asked for
 * @param permalink address of the HTML page in this run, for ever
 * @param feature address of the JSON of its feature
 * @param group that it is of
 * @param surrounding contexts of the document before and after it, as far as they are stored
 * @param previous address of the JSON of the example before; null: this is the first
 * @param next address of the JSON of the example after; null: this is the last
 */
public record ExamplePage(
        int schema,
        String model,
        String source,
        int index,
        @Nullable String hookPoint,
        @Nullable Integer layer,
        String url,
        String permalink,
        String feature,
        RunFacts run,
        Statistics statistics,
        GroupFacts group,
        Example example,
        List<Nearby> surrounding,
        @Nullable String previous,
        @Nullable String next) {

    public ExamplePage {
        surrounding = List.copyOf(surrounding);
    }
}
