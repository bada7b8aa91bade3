package org.featurescope.web.search;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.SourceFacts;
import org.featurescope.web.common.Cost;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /search} and its twin. A question that can mean one page alone leads there. */
@Controller
class SearchController {

    /** A longer question is none of those that are understood. */
    private static final int MOST_CHARACTERS = 500;

    private final Catalog catalog;

    SearchController(Catalog catalog) {
        this.catalog = catalog;
    }

    @Cost(Cost.SEARCH)
    @GetMapping("/search")
    Object search(@RequestParam(defaultValue = "") String q, Model template) {
        SearchPage page = page(q);
        if (page.results().size() == 1) {
            return ResponseEntity.status(HttpStatus.FOUND)
                    .location(URI.create(page.results().get(0).url()))
                    .build();
        }
        template.addAttribute("page", page);
        template.addAttribute("action", Links.search());
        template.addAttribute("json", Links.withText(Links.searchJson(), "q", page.query()));
        return "search";
    }

    @Cost(Cost.SEARCH)
    @GetMapping("/search.json")
    @ResponseBody
    SearchPage json(@RequestParam(defaultValue = "") String q) {
        return page(q);
    }

    private SearchPage page(String question) {
        String asked = question.length() > MOST_CHARACTERS ? question.substring(0, MOST_CHARACTERS) : question;
        List<Place> places = catalog.newestPlaces(null);
        return new SearchPage(1, asked, new Jumps(places).of(asked), examples(places));
    }

    private static List<PageLink> examples(List<Place> places) {
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
