package org.featurescope.web.source;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /{model}/{source}} and its twin. */
@Controller
class SourceController {

    private final SourcePages pages;

    SourceController(SourcePages pages) {
        this.pages = pages;
    }

    @GetMapping("/{model}/{source}")
    String html(
            @PathVariable String model,
            @PathVariable String source,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String run,
            Model template) {
        SourcePages.Listed listed = pages.list(SourceRequest.of(model, source, sort, order, after, run));
        template.addAttribute("page", listed.page());
        template.addAttribute("view", SourceView.of(listed));
        return "source";
    }

    @GetMapping("/{model}/{source}.json")
    @ResponseBody
    SourcePage json(
            @PathVariable String model,
            @PathVariable String source,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String run) {
        return pages.list(SourceRequest.of(model, source, sort, order, after, run))
                .page();
    }
}
