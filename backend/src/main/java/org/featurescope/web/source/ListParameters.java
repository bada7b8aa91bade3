package org.featurescope.web.source;

import java.util.List;
import java.util.stream.Stream;
import org.featurescope.web.common.QueryNames;

/** The parameters of lists. */
final class ListParameters implements QueryNames.Names {

    @Override
    public List<String> names() {
        return Stream.concat(
                        Stream.of("run", "after", "limit"),
                        QueryReader.NAMES.stream().sorted())
                .toList();
    }
}
