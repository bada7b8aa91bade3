package org.featurescope.web.search;

import java.util.List;
import org.featurescope.web.common.PageLink;
import org.jspecify.annotations.Nullable;

/**
 * What a question may mean, and the features that it finds; as JSON the twin of the HTML page.
 *
 * @param query as it was asked
 * @param url address of the page
 * @param jumps pages that the question names, the best first
 * @param absent a sentence about what the question names and this index does not hold; null: it names nothing of the kind
 * @param sources how many sources were searched
 * @param models of how many models they are
 * @param found how many features were found, as far as was looked; null: nothing was asked for
 * @param complete whether no feature can be missing; otherwise {@code remarks} say what was looked at
 * @param remarks what was searched, a sentence each
 * @param rankedBy the parameter that {@code score} of the results is about; null: they are ranked by the text
 * @param results a page of them, the most useful first
 * @param next address of the next page; null: there is none
 * @param previous likewise
 * @param examples questions that are understood, made of what is indexed
 */
public record SearchPage(
        int schema,
        String query,
        String url,
        List<PageLink> jumps,
        @Nullable String absent,
        int sources,
        int models,
        @Nullable Long found,
        boolean complete,
        List<String> remarks,
        @Nullable String rankedBy,
        List<SearchResult> results,
        @Nullable String next,
        @Nullable String previous,
        List<PageLink> examples) {

    public SearchPage {
        jumps = List.copyOf(jumps);
        remarks = List.copyOf(remarks);
        results = List.copyOf(results);
        examples = List.copyOf(examples);
    }
}
