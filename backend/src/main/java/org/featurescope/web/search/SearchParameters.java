package org.featurescope.web.search;

import java.util.List;
import java.util.stream.Stream;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.QueryNames;

/** The parameters of a search. */
final class SearchParameters implements QueryNames.Names {

    @Override
    public List<String> names() {
        return Stream.of(
                        Stream.of("q", "match", "in", "case", "accents", "model", "source", "layer", "run"),
                        Stream.of(TokenRole.values()).map(TokenRole::parameter),
                        Stream.of("label", "not", "explained", "page"),
                        Metric.ALL.stream().map(Metric::parameter))
                .flatMap(names -> names)
                .toList();
    }
}
