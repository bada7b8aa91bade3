package org.featurescope.web.gallery;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /gallery}, with the profile of that name. */
@Controller
@Profile("gallery")
class GalleryController {

    @GetMapping("/gallery")
    String html(Model template) {
        template.addAttribute("parts", Gallery.parts());
        return "gallery";
    }
}
