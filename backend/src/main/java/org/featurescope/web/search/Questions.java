package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.SourceFacts;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;

/** Questions that are understood, made of what is indexed. */
final class Questions {

    private Questions() {}

    static List<PageLink> of(List<Place> places) {
        List<String> examples = new ArrayList<>();
        if (!places.isEmpty()) {
            Place last = places.get(places.size() - 1);
            SourceFacts source = last.source();
            int index = Math.min(41, source.features() - 1);
            examples.add(source.model());
            examples.add(source.name() + "/" + index);
            examples.add(source.model() + " " + source.name() + " " + index);
            if (source.hookPoint() != null) {
                examples.add(source.hookPoint());
            }
            last.run().labels().stream()
                    .filter(label -> label.label() != null)
                    .findFirst()
                    .ifPresent(label -> examples.add(label.title()));
            examples.add(last.run().corpus());
        }
        return examples.stream()
                .map(example -> new PageLink(example, Links.withText(Links.search(), "q", example)))
                .toList();
    }
}
