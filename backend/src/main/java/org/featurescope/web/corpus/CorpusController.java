package org.featurescope.web.corpus;

import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Share;
import org.featurescope.web.common.SiteAddress;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /corpora/{corpus}}, {@code /corpora/{corpus}/{document}} and their twins. */
@Controller
class CorpusController {

    private final CorpusPages pages;
    private final SiteAddress site;

    CorpusController(CorpusPages pages, SiteAddress site) {
        this.pages = pages;
        this.site = site;
    }

    @GetMapping("/corpora/{corpus}")
    String corpus(
            @PathVariable String corpus,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(required = false) @Nullable String label,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            Model template) {
        CorpusPage page = pages.corpus(corpus, run, emptyIsNone(label), from, to, null);
        template.addAttribute("page", page);
        template.addAttribute("view", CorpusView.of(page, run));
        template.addAttribute("share", share(page));
        return "corpus";
    }

    @GetMapping("/corpora/{corpus}.json")
    @ResponseBody
    CorpusPage corpusJson(
            @PathVariable String corpus,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(required = false) @Nullable String label,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String limit) {
        return pages.corpus(corpus, run, emptyIsNone(label), from, to, limit);
    }

    @GetMapping("/corpora/{corpus}/{document}")
    String document(
            @PathVariable String corpus,
            @PathVariable String document,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(required = false) @Nullable String part,
            Model template) {
        CorpusPages.ShownDocument shown = pages.document(corpus, document, run, part);
        template.addAttribute("page", shown.page());
        template.addAttribute("view", DocumentView.of(shown));
        template.addAttribute("share", share(shown.page()));
        return "document";
    }

    @GetMapping("/corpora/{corpus}/{document}.json")
    @ResponseBody
    DocumentPage documentJson(
            @PathVariable String corpus,
            @PathVariable String document,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(required = false) @Nullable String part) {
        return pages.document(corpus, document, run, part).page();
    }

    private Share share(CorpusPage page) {
        String description = Words.of(
                "share.corpus",
                Numbers.count(page.run().tokens()),
                Numbers.count(page.run().contexts()),
                String.valueOf(page.run().run()),
                page.run().model());
        return new Share(page.corpus(), description, site.of(page.url()), null, null, null);
    }

    private Share share(DocumentPage page) {
        String title = page.title() == null ? page.id() : page.title();
        String description = Words.of(
                "share.document",
                page.label() == null ? page.corpus() : page.corpus() + ", " + page.label(),
                page.run().model());
        return new Share(title, description, site.of(page.url()), null, null, null);
    }

    /** A form sends the field that was left empty. */
    private static @Nullable String emptyIsNone(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
