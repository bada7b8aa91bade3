package org.featurescope.web.feature;

import org.featurescope.web.common.SiteAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /{model}/{source}/{index}/{group}/{rank}} and its twin. */
@Controller
class ExampleController {

    private final ExamplePages pages;
    private final SiteAddress site;

    ExampleController(ExamplePages pages, SiteAddress site) {
        this.pages = pages;
        this.site = site;
    }

    @GetMapping("/{model}/{source}/{index}/{group}/{rank}")
    String html(
            @PathVariable String model,
            @PathVariable String source,
            @PathVariable String index,
            @PathVariable String group,
            @PathVariable String rank,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(defaultValue = "off") String borders,
            Model template) {
        ExamplePages.Shown shown = pages.show(model, source, index, group, rank, run);
        Look look = Look.of(shown.page().url(), new Look.Parameters("top", "context", "64", borders, "log"));
        ExamplePageView view = ExamplePageView.of(shown, look);
        template.addAttribute("page", shown.page());
        template.addAttribute("view", view);
        template.addAttribute("share", view.share(shown.page(), site));
        return "example";
    }

    @GetMapping("/{model}/{source}/{index}/{group}/{rank}.json")
    @ResponseBody
    ExamplePage json(
            @PathVariable String model,
            @PathVariable String source,
            @PathVariable String index,
            @PathVariable String group,
            @PathVariable String rank,
            @RequestParam(required = false) @Nullable String run) {
        return pages.show(model, source, index, group, rank, run).page();
    }
}
