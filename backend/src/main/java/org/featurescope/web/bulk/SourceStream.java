package org.featurescope.web.bulk;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.evidence.EvidenceReader;
import org.featurescope.web.feature.FeaturePage;
import org.featurescope.web.feature.FeaturePages;
import org.featurescope.web.feature.GroupChoice;

/** All features of a source in one run, by index, a few at a time, so that memory does not grow with the source. */
final class SourceStream {

    private static final int READ_AT_ONCE = 32;

    private final FeaturePages pages;
    private final Place place;
    private final GroupChoice group;
    private final int examples;

    /** @param examples of each group, at most */
    SourceStream(FeaturePages pages, Place place, GroupChoice group, int examples) {
        this.pages = pages;
        this.place = place;
        this.group = group;
        this.examples = examples;
    }

    /** Takes one feature after the other. */
    interface Sink {

        void accept(BulkFeature feature) throws IOException;
    }

    Place place() {
        return place;
    }

    /**
     * @param expected how many features the run has of the source
     * @throws IllegalStateException when fewer are found, as when the run was deleted meanwhile: what was sent is not the whole
     */
    void writeTo(Sink sink, long expected) throws IOException {
        long written = 0;
        int features = place.source().features();
        for (int first = 0; first < features; first += READ_AT_ONCE) {
            List<EvidenceReader.Wanted> wanted = IntStream.range(first, Math.min(features, first + READ_AT_ONCE))
                    .mapToObj(index -> new EvidenceReader.Wanted(place, index))
                    .toList();
            for (Optional<FeaturePage> page : pages.read(wanted, group, examples)) {
                if (page.isPresent()) {
                    sink.accept(BulkFeature.of(page.get()));
                    written++;
                }
            }
        }
        if (written != expected) {
            throw new IllegalStateException("run %d had %d features of %s, and now has %d"
                    .formatted(place.run().id(), expected, place.source().name(), written));
        }
    }
}
