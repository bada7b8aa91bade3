package org.featurescope.web.feature;

import org.featurescope.web.common.SiteAddress;
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
    private final SiteAddress site;

    FeatureController(FeaturePages pages, SiteAddress site) {
        this.pages = pages;
        this.site = site;
    }

    @GetMapping("/{model}/{source}/{index}")
    String html(
            @PathVariable String model,
            @PathVariable String source,
            @PathVariable String index,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(defaultValue = "top") String group,
            @RequestParam(defaultValue = "snippet") String view,
            @RequestParam(defaultValue = "64") String around,
            @RequestParam(defaultValue = "off") String borders,
            @RequestParam(defaultValue = "log") String scale,
            Model template) {
        Look look = Look.of(
                "/" + model + "/" + source + "/" + index, new Look.Parameters(group, view, around, borders, scale));
        FeaturePages.Shown shown = pages.show(model, source, index, run, look.group());
        template.addAttribute("page", shown.page());
        template.addAttribute("view", FeatureView.of(shown, look, site));
        template.addAttribute("share", FeatureShare.of(shown, site));
        return "feature";
    }

    @GetMapping("/{model}/{source}/{index}.json")
    @ResponseBody
    FeaturePage json(
            @PathVariable String model,
            @PathVariable String source,
            @PathVariable String index,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(defaultValue = "top") String group) {
        GroupChoice choice = Look.group("/" + model + "/" + source + "/" + index, group);
        return pages.show(model, source, index, run, choice).page();
    }
}
