package org.featurescope.web.catalog;

import org.featurescope.web.common.Links;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /} and {@code /{model}}, and their twins. */
@Controller
class CatalogController {

    private final CatalogPages pages;

    CatalogController(CatalogPages pages) {
        this.pages = pages;
    }

    @GetMapping("/")
    String home(Model template) {
        template.addAttribute("page", pages.home());
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
    String model(@PathVariable String model, Model template) {
        ModelPage page = pages.model(model);
        template.addAttribute("page", page);
        template.addAttribute("view", ModelView.of(page));
        template.addAttribute("json", Links.modelJson(model));
        template.addAttribute("random", Links.randomOf(model));
        return "model";
    }

    @GetMapping("/{model}.json")
    @ResponseBody
    ModelPage modelJson(@PathVariable String model) {
        return pages.model(model);
    }
}
