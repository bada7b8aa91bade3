package org.featurescope.web.feature;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.SiteAddress;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;

/** Features in frames of other sites, and the answer by which those sites find the frame (<a href="https://oembed.com">oEmbed</a>). */
@Controller
class EmbedController {

    private static final Pattern FEATURE =
            Pattern.compile("/([a-z0-9._-]+)/([a-z0-9._-]+)/(0|[1-9][0-9]{0,8})(?:\\.json|/embed)?");
    private static final List<PageLink> HOME = List.of(new PageLink(Words.of("problem.models"), Links.home()));
    private static final int LEAST_WIDTH = 240;

    private final FeaturePages pages;
    private final SiteAddress site;

    EmbedController(FeaturePages pages, SiteAddress site) {
        this.pages = pages;
        this.site = site;
    }

    @GetMapping("/{model}/{source}/{index}/embed")
    String embed(
            @PathVariable String model,
            @PathVariable String source,
            @PathVariable String index,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(defaultValue = "top") String group,
            @RequestParam(defaultValue = "5") String examples,
            @RequestParam(defaultValue = "64") String around,
            @RequestParam(defaultValue = "system") String theme,
            @RequestParam(defaultValue = "on") String statistics,
            Model template) {
        String url = "/" + model + "/" + source + "/" + index + "/embed";
        Look look = Look.of(url, new Look.Parameters(group, "snippet", around, "off", "log"));
        FeaturePages.Shown shown = pages.show(model, source, index, run, look.group());
        template.addAttribute("page", shown.page());
        template.addAttribute(
                "view", EmbedView.of(shown, look, new EmbedView.Options(examples, theme, statistics), site));
        return "embed";
    }

    /**
     * The oEmbed answer, version 1.0, type rich.
     *
     * @param providerUrl of the site
     */
    record OEmbed(
            String version,
            String type,
            String title,
            @JsonProperty("provider_name") String providerName,
            @JsonProperty("provider_url") String providerUrl,
            @JsonProperty("cache_age") int cacheAge,
            String html,
            int width,
            int height,
            @JsonProperty("thumbnail_url") String thumbnailUrl,
            @JsonProperty("thumbnail_width") int thumbnailWidth,
            @JsonProperty("thumbnail_height") int thumbnailHeight) {}

    @GetMapping("/oembed")
    @ResponseBody
    OEmbed oembed(
            @RequestParam(defaultValue = "") String url,
            @RequestParam(defaultValue = "json") String format,
            @RequestParam(required = false) @Nullable Integer maxwidth,
            @RequestParam(required = false) @Nullable Integer maxheight) {
        if (!format.equals("json")) {
            throw PageProblem.notImplemented(Words.of("problem.format", format), Words.of("problem.start"), HOME);
        }
        UriComponents address = parsed(url);
        Matcher path = FEATURE.matcher(address.getPath() == null ? "" : address.getPath());
        if (!path.matches()) {
            throw notOurs(url);
        }
        FeaturePages.Shown shown = pages.show(
                path.group(1),
                path.group(2),
                path.group(3),
                address.getQueryParams().getFirst("run"),
                GroupChoice.TOP);
        return answer(shown, maxwidth, maxheight);
    }

    private static UriComponents parsed(String url) {
        try {
            return UriComponentsBuilder.fromUriString(url).build();
        } catch (RuntimeException notAnAddress) { // of several kinds, by what is wrong with it
            throw notOurs(url);
        }
    }

    private static PageProblem notOurs(String url) {
        return PageProblem.notFound(
                Words.of("problem.url", url.isEmpty() ? Words.of("problem.url.none") : url),
                Words.of("problem.start"),
                HOME);
    }

    private OEmbed answer(FeaturePages.Shown shown, @Nullable Integer maxwidth, @Nullable Integer maxheight) {
        FeaturePage page = shown.page();
        int width = Math.max(LEAST_WIDTH, Math.min(EmbedCode.WIDTH, maxwidth == null ? EmbedCode.WIDTH : maxwidth));
        int height = Math.max(100, Math.min(EmbedCode.HEIGHT, maxheight == null ? EmbedCode.HEIGHT : maxheight));
        return new OEmbed(
                "1.0",
                "rich",
                FeatureShare.title(page, shown.place().source().featureNoun()),
                "Featurescope",
                site.root(),
                86_400,
                EmbedCode.of(page, site, width, height),
                width,
                height,
                site.of(Links.featureCard(page.model(), page.source(), page.index())),
                Card.WIDTH,
                Card.HEIGHT);
    }
}
