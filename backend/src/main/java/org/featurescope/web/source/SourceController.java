package org.featurescope.web.source;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.featurescope.web.common.Cost;
import org.featurescope.web.common.EntityTag;
import org.featurescope.web.common.QueryNames;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /{model}/{source}} and what belongs to it. */
@Controller
class SourceController {

    private final SourcePages pages;

    SourceController(SourcePages pages) {
        this.pages = pages;
    }

    /** An address that a form made leads to the shortest one for the same list. */
    @Cost(Cost.LIST)
    @GetMapping("/{model}/{source}")
    String html(
            @PathVariable String model,
            @PathVariable String source,
            @RequestParam @QueryNames(ListParameters.class) MultiValueMap<String, String> parameters,
            Model template) {
        SourceRequest request = SourceRequest.of(model, source, parameters);
        if (!request.tidy()) {
            return "redirect:" + request.address();
        }
        SourcePages.Listed listed = pages.list(request.withUsualLimit());
        template.addAttribute("page", listed.page());
        template.addAttribute("view", SourceView.of(listed));
        return "source";
    }

    @Cost(Cost.LIST)
    @GetMapping("/{model}/{source}.json")
    @ResponseBody
    SourcePage json(
            @PathVariable String model,
            @PathVariable String source,
            @RequestParam @QueryNames(ListParameters.class) MultiValueMap<String, String> parameters) {
        return pages.list(SourceRequest.of(model, source, parameters)).page();
    }

    /** Streamed, since it may have a million lines. */
    @Cost(Cost.BULK)
    @GetMapping("/{model}/{source}.csv")
    void csv(
            @PathVariable String model,
            @PathVariable String source,
            @RequestParam @QueryNames(ListParameters.class) MultiValueMap<String, String> parameters,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        SourceCsv csv = pages.csv(SourceRequest.of(model, source, parameters));
        if (EntityTag.ofStream(request, csv.run()).answers(request, response, false)) {
            return;
        }
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=" + csv.fileName());
        // Not closed on the way out of an error, so that the connection breaks off and nobody takes the part for the
        // whole.
        Writer out = new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
        csv.write(out);
        out.close();
    }

    @Cost(Cost.SEARCH)
    @GetMapping(path = "/{model}/{source}/points", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @ResponseBody
    byte[] points(
            @PathVariable String model,
            @PathVariable String source,
            @RequestParam @QueryNames(ListParameters.class) MultiValueMap<String, String> parameters) {
        return pages.points(SourceRequest.of(model, source, parameters));
    }
}
