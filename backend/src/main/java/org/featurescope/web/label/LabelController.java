package org.featurescope.web.label;

import org.featurescope.web.common.Cost;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /{model}/labels} and its twin. */
@Controller
class LabelController {

    private final LabelPages pages;

    LabelController(LabelPages pages) {
        this.pages = pages;
    }

    @Cost(Cost.LIST)
    @GetMapping("/{model}/labels")
    String html(
            @PathVariable String model,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(required = false) @Nullable String label,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(required = false) @Nullable String after,
            Model template) {
        LabelPages.Shown shown = pages.show(LabelRequest.of(model, run, label, kind, order, null, after));
        template.addAttribute("page", shown.page());
        template.addAttribute("view", LabelsView.of(shown));
        return "labels";
    }

    @Cost(Cost.LIST)
    @GetMapping("/{model}/labels.json")
    @ResponseBody
    LabelsPage json(
            @PathVariable String model,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(required = false) @Nullable String label,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String after) {
        return pages.show(LabelRequest.of(model, run, label, kind, order, limit, after))
                .page();
    }
}
