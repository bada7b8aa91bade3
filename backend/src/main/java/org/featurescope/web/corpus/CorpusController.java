package org.featurescope.web.corpus;

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

    CorpusController(CorpusPages pages) {
        this.pages = pages;
    }

    @GetMapping("/corpora/{corpus}")
    String corpus(
            @PathVariable String corpus,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(required = false) @Nullable String label,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            Model template) {
        CorpusPage page = pages.corpus(corpus, run, emptyIsNone(label), from, to);
        template.addAttribute("page", page);
        template.addAttribute("view", CorpusView.of(page, run));
        return "corpus";
    }

    @GetMapping("/corpora/{corpus}.json")
    @ResponseBody
    CorpusPage corpusJson(
            @PathVariable String corpus,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(required = false) @Nullable String label,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        return pages.corpus(corpus, run, emptyIsNone(label), from, to);
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

    /** A form sends the field that was left empty. */
    private static @Nullable String emptyIsNone(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
