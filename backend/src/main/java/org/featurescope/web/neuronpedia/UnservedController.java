package org.featurescope.web.neuronpedia;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** What Neuronpedia answers with a running model, for accounts, or from data that are not here: 501, and a sentence. */
@RestController
@RequestMapping(
        path = "/api",
        method = {RequestMethod.GET, RequestMethod.POST})
class UnservedController {

    @RequestMapping({
        "/activation/new",
        "/activation/source",
        "/activation/raw",
        "/search-all",
        "/search-topk-by-token",
        "/tokenize",
        "/steer",
        "/steer-chat",
        "/steer-logits",
        "/steer-load",
        "/steer/presets",
        "/graph/generate",
        "/graph/tokenize",
        "/lens/prompt",
        "/nla/completion",
        "/nla/explain",
        "/explanation/generate",
        "/explanation/score"
    })
    void needsAModel(HttpServletRequest request) {
        throw unserved(request, "unserved.model");
    }

    @RequestMapping({
        "/feature/upload-batch",
        "/activation/upload-batch",
        "/model/new",
        "/source-set/new",
        "/explanation/new",
        "/explanation/{id}/vote",
        "/explanation/{id}/unvote",
        "/explanation/{id}/delete",
        "/vector/{action}",
        "/list/{action}",
        "/bookmark/{action}",
        "/comment/{action}",
        "/user/{action}"
    })
    void needsAnAccount(HttpServletRequest request) {
        throw unserved(request, "unserved.account");
    }

    @RequestMapping({
        "/sparsity/connected-neurons",
        "/umap",
        "/cossim",
        "/similarity-matrix-pred",
        "/saelens/latent-decoder",
        "/model/lookup",
        "/model/head-metrics/{action}",
        "/model/head-attention/get",
        "/model/head-sequences/get",
        "/graph/{modelId}/{slug}"
    })
    void needsOtherData(HttpServletRequest request) {
        throw unserved(request, "unserved.data");
    }

    private static PageProblem unserved(HttpServletRequest request, String reason) {
        return PageProblem.notImplemented(
                Words.of(reason, request.getRequestURI()),
                Words.of("unserved.instead"),
                List.of(
                        new PageLink(Words.of("unserved.served"), Links.apiDocs()),
                        new PageLink(Words.of("problem.models"), Links.home())));
    }
}
