package org.featurescope.web.search;

import java.util.List;
import java.util.stream.Stream;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.QueryNames;

/** The parameters of a search. */
final class SearchParameters implements QueryNames.Names {

    @Override
    public List<String> names() {
        return Stream.concat(
                        Stream.of(
                                "q",
                                "match",
                                "in",
                                "case",
                                "accents",
                                "model",
                                "source",
                                "layer",
                                "run",
                                "token",
                                "label",
                                "not",
                                "explained",
                                "page"),
                        Metric.ALL.stream().map(Metric::parameter))
                .toList();
    }
}
