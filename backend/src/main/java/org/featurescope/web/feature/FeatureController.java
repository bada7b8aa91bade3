package org.featurescope.web.feature;

import java.util.List;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /{model}/{source}/{index}} and its twin. */
@Controller
class FeatureController {

    private final FeaturePages pages;

    FeatureController(FeaturePages pages) {
        this.pages = pages;
    }

    @GetMapping("/{model}/{source}/{index}")
    String html(
            @PathVariable String model,
            @PathVariable String source,
            @PathVariable String index,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(defaultValue = "snippet") String view,
            Model template) {
        FeaturePages.Shown shown = pages.show(model, source, index, run);
        template.addAttribute("page", shown.page());
        template.addAttribute("view", FeatureView.of(shown, isWhole(view, shown.page())));
        return "feature";
    }

    @GetMapping("/{model}/{source}/{index}.json")
    @ResponseBody
    FeaturePage json(
            @PathVariable String model,
            @PathVariable String source,
            @PathVariable String index,
            @RequestParam(required = false) @Nullable String run) {
        return pages.show(model, source, index, run).page();
    }

    private static boolean isWhole(String view, FeaturePage page) {
        return switch (view) {
            case "snippet" -> false;
            case "context" -> true;
            default ->
                throw PageProblem.badRequest(
                        "view must be snippet or context, got " + view + ".",
                        "Known views",
                        List.of(
                                new PageLink("snippet", page.url()),
                                new PageLink("context", Links.with(page.url(), "view", "context"))));
        };
    }
}
