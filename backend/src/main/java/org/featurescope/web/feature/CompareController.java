package org.featurescope.web.feature;

import java.util.List;
import org.featurescope.web.common.Cost;
import org.featurescope.web.common.SiteAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /compare} and its twin. */
@Controller
class CompareController {

    private final ComparePages pages;
    private final SiteAddress site;

    CompareController(ComparePages pages, SiteAddress site) {
        this.pages = pages;
        this.site = site;
    }

    @Cost(Cost.LIST)
    @GetMapping("/compare")
    String html(@RequestParam(required = false) @Nullable List<String> f, Model template) {
        ComparePages.Shown shown = pages.show(CompareRequest.of(f));
        CompareView view = CompareView.of(shown);
        template.addAttribute("page", shown.page());
        template.addAttribute("view", view);
        template.addAttribute("share", view.share(shown.page(), site));
        return "compare";
    }

    @Cost(Cost.LIST)
    @GetMapping("/compare.json")
    @ResponseBody
    ComparePage json(@RequestParam(required = false) @Nullable List<String> f) {
        return pages.show(CompareRequest.of(f)).page();
    }
}
