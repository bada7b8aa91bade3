package org.featurescope.web.search;

import java.net.URI;
import org.featurescope.web.common.Cost;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.QueryNames;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /search} and its twin. A question that can mean one page alone leads there. */
@Controller
class SearchController {

    private final SearchPages pages;

    SearchController(SearchPages pages) {
        this.pages = pages;
    }

    @Cost(Cost.SEARCH)
    @GetMapping("/search")
    Object search(
            @RequestParam @QueryNames(SearchParameters.class) MultiValueMap<String, String> parameters,
            Model template) {
        SearchRequest request = SearchRequest.of(parameters);
        SearchPages.Shown shown = pages.show(request);
        SearchPage page = shown.page();
        String only = page.jumps().size() == 1 && page.results().isEmpty()
                ? page.jumps().get(0).url()
                : shown.meant();
        if (only != null) {
            return ResponseEntity.status(HttpStatus.FOUND)
                    .location(URI.create(only))
                    .build();
        }
        template.addAttribute("page", page);
        template.addAttribute("view", SearchView.of(shown, request));
        template.addAttribute("json", Links.json(page.url()));
        return "search";
    }

    @Cost(Cost.SEARCH)
    @GetMapping("/search.json")
    @ResponseBody
    SearchPage json(@RequestParam @QueryNames(SearchParameters.class) MultiValueMap<String, String> parameters) {
        return pages.show(SearchRequest.of(parameters)).page();
    }
}
