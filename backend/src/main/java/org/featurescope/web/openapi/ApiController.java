package org.featurescope.web.openapi;

import java.util.List;
import java.util.Map;
import org.featurescope.web.common.SiteAddress;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /openapi.json} and {@code /docs/api}: what programs may ask, for them and for people. */
@Controller
class ApiController {

    private final ApiReader reader;
    private final SiteAddress site;

    ApiController(ApiReader reader, SiteAddress site) {
        this.reader = reader;
        this.site = site;
    }

    @GetMapping("/openapi.json")
    @ResponseBody
    Map<String, Object> openApi() {
        List<ApiOperation> operations = reader.read();
        return OpenApi.document(operations, reader.schemas().all(), site.root());
    }

    @GetMapping("/docs/api")
    String page(Model template) {
        List<ApiOperation> operations = reader.read();
        template.addAttribute("page", ApiPage.of(operations, reader.schemas().all()));
        return "api";
    }
}
