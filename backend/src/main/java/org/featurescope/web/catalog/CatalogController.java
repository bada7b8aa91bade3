package org.featurescope.web.catalog;

import java.util.OptionalInt;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.SiteAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /} and {@code /{model}}, and their twins. */
@Controller
class CatalogController {

    private final CatalogPages pages;
    private final SiteAddress site;

    CatalogController(CatalogPages pages, SiteAddress site) {
        this.pages = pages;
        this.site = site;
    }

    @GetMapping("/")
    String home(Model template) {
        HomePage page = pages.home();
        template.addAttribute("page", page);
        template.addAttribute("view", HomeView.of(page));
        template.addAttribute("search", Links.search());
        template.addAttribute("share", CatalogShare.of(page, site));
        template.addAttribute("json", Links.homeJson());
        template.addAttribute("random", Links.random());
        return "home";
    }

    @GetMapping("/index.json")
    @ResponseBody
    HomePage homeJson() {
        return pages.home();
    }

    @GetMapping("/{model}")
    String model(@PathVariable String model, @RequestParam(required = false) @Nullable String run, Model template) {
        ModelPage page = pages.model(model, run);
        template.addAttribute("page", page);
        template.addAttribute("view", ModelView.of(page));
        template.addAttribute("map", ArchitectureMap.of(page));
        template.addAttribute("share", CatalogShare.of(page, site));
        template.addAttribute("json", json(model, run, page));
        template.addAttribute("random", Links.randomOf(model));
        return "model";
    }

    @GetMapping("/{model}.json")
    @ResponseBody
    ModelPage modelJson(@PathVariable String model, @RequestParam(required = false) @Nullable String run) {
        return pages.model(model, run);
    }

    private static String json(String model, @Nullable String run, ModelPage page) {
        String json = Links.modelJson(model);
        return run == null
                ? json
                : Links.pinned(json, OptionalInt.of(page.runs().get(0).id()));
    }
}
