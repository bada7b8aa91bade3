package org.featurescope.web.neuronpedia;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** What Neuronpedia answers with a running model, for accounts, or from data that are not here: 501, and a sentence. */
@RestController
class UnservedController {

    @RequestMapping(
            path = {
                "/api/activation/new",
                "/api/activation/source",
                "/api/activation/raw",
                "/api/search-all",
                "/api/search-topk-by-token",
                "/api/tokenize",
                "/api/steer",
                "/api/steer-chat",
                "/api/steer-logits",
                "/api/steer-load",
                "/api/steer/presets",
                "/api/graph/generate",
                "/api/graph/tokenize",
                "/api/lens/prompt",
                "/api/nla/completion",
                "/api/nla/explain",
                "/api/explanation/generate",
                "/api/explanation/score"
            },
            method = {RequestMethod.GET, RequestMethod.POST})
    void needsAModel(HttpServletRequest request) {
        throw unserved(request, "it needs a running model; this index answers from what was computed before");
    }

    @RequestMapping(
            path = {
                "/api/feature/upload-batch",
                "/api/activation/upload-batch",
                "/api/model/new",
                "/api/source-set/new",
                "/api/explanation/new",
                "/api/explanation/{id}/vote",
                "/api/explanation/{id}/unvote",
                "/api/explanation/{id}/delete",
                "/api/vector/{action}",
                "/api/list/{action}",
                "/api/bookmark/{action}",
                "/api/comment/{action}",
                "/api/user/{action}"
            },
            method = {RequestMethod.GET, RequestMethod.POST})
    void needsAnAccount(HttpServletRequest request) {
        throw unserved(request, "it needs an account, and there are none; the site only reads");
    }

    @RequestMapping(
            path = {
                "/api/sparsity/connected-neurons",
                "/api/umap",
                "/api/cossim",
                "/api/similarity-matrix-pred",
                "/api/saelens/latent-decoder",
                "/api/model/lookup",
                "/api/model/head-metrics/{action}",
                "/api/model/head-attention/get",
                "/api/model/head-sequences/get",
                "/api/graph/{modelId}/{slug}"
            },
            method = {RequestMethod.GET, RequestMethod.POST})
    void needsOtherData(HttpServletRequest request) {
        throw unserved(request, "it needs data that no run keeps");
    }

    private static PageProblem unserved(HttpServletRequest request, String reason) {
        return PageProblem.notImplemented(
                request.getRequestURI() + " is not served here: " + reason + ".",
                "Instead",
                List.of(new PageLink("What is served", Links.apiDocs()), new PageLink("All models", Links.home())));
    }
}
