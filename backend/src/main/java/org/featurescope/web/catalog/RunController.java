package org.featurescope.web.catalog;

import java.util.List;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.SiteAddress;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /runs/{run}} and its twin. */
@Controller
class RunController {

    private final CatalogPages pages;
    private final SiteAddress site;

    RunController(CatalogPages pages, SiteAddress site) {
        this.pages = pages;
        this.site = site;
    }

    @GetMapping("/runs/{run}")
    String html(@PathVariable String run, Model template) {
        RunPage page = pages.run(run);
        template.addAttribute("page", page);
        template.addAttribute("view", RunView.of(page));
        template.addAttribute("crumbs", List.of(new PageLink(page.model(), Links.model(page.model()))));
        template.addAttribute("json", Links.runJson(page.run().id()));
        template.addAttribute("share", CatalogShare.of(page, site));
        return "run";
    }

    @GetMapping("/runs/{run}.json")
    @ResponseBody
    RunPage json(@PathVariable String run) {
        return pages.run(run);
    }
}
