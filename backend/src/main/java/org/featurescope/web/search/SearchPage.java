package org.featurescope.web.search;

import java.util.List;
import org.featurescope.web.common.PageLink;

/**
 * What a question may mean; as JSON the twin of the HTML page.
 *
 * @param query as it was asked
 * @param results pages, the best first; empty: it was not understood
 * @param examples questions that are understood, made of what is indexed
 */
public record SearchPage(int schema, String query, List<PageLink> results, List<PageLink> examples) {

    public SearchPage {
        results = List.copyOf(results);
        examples = List.copyOf(examples);
    }
}
