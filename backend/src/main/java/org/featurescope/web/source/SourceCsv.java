package org.featurescope.web.source;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunFacts;
import org.featurescope.web.column.Column;
import org.featurescope.web.column.Metric;
import org.featurescope.web.source.FeatureSelection.Selected;

/** All features of a list as comma-separated values (RFC 4180), in its order: the index, then every number, empty where it is not known. */
final class SourceCsv {

    private final Place place;
    private final Selected selected;

    SourceCsv(Place place, Selected selected) {
        this.place = place;
        this.selected = selected;
    }

    /** Whose numbers it has. */
    RunFacts run() {
        return place.run();
    }

    /** What a browser calls the file. Names of models and sources need no quotes. */
    String fileName() {
        return "%s-%s-run-%d.csv"
                .formatted(
                        place.source().model(),
                        place.source().name(),
                        place.run().id());
    }

    void write(Appendable out) throws IOException {
        out.append("index");
        for (Metric metric : Metric.ALL) {
            out.append(',').append(metric.parameter());
        }
        out.append("\r\n");
        long[] ranks =
                selected.matches().stream().mapToLong(selected.ranking()::of).toArray();
        Arrays.sort(ranks);
        Column[] columns = Metric.ALL.stream().map(selected::column).toArray(Column[]::new);
        for (int feature :
                LongStream.of(ranks).mapToInt(selected.ranking()::feature).toArray()) {
            out.append(Integer.toString(feature));
            for (Column column : columns) {
                float value = column.get(feature);
                out.append(',').append(Float.isNaN(value) ? "" : Float.toString(value));
            }
            out.append("\r\n");
        }
    }
}
