package org.featurescope.web.sitemap;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunFacts;
import org.featurescope.web.common.Cost;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.SiteAddress;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /sitemap.xml}, its parts and {@code /robots.txt}. Addresses without a run: those of runs show the same. */
@RestController
class SitemapController {

    static final int PART_FEATURES = 50_000;

    private final Catalog catalog;
    private final SiteAddress site;

    SitemapController(Catalog catalog, SiteAddress site) {
        this.catalog = catalog;
        this.site = site;
    }

    @GetMapping("/robots.txt")
    ResponseEntity<String> robots() {
        return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body("""
                User-agent: *
                Disallow: /random
                Disallow: /*/random
                Disallow: /search
                Disallow: /*.json
                Disallow: /*?

                Sitemap: %s
                """.formatted(site.of(Links.sitemap())));
    }

    @Cost(Cost.LIST)
    @GetMapping("/sitemap.xml")
    ResponseEntity<String> index() {
        StringBuilder xml = new StringBuilder(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        part(xml, Links.sitemapPages(), null);
        for (Place place : catalog.newestPlaces(null)) {
            int parts = parts(place);
            for (int part = 0; part < parts; part++) {
                String url =
                        Links.sitemapPart(place.source().model(), place.source().name(), part);
                part(xml, url, place.run().publishedAt());
            }
        }
        return xml(xml.append("</sitemapindex>\n"));
    }

    private static int parts(Place place) {
        return (place.source().features() + PART_FEATURES - 1) / PART_FEATURES;
    }

    private void part(StringBuilder xml, String url, @Nullable Instant changed) {
        xml.append("<sitemap><loc>").append(escaped(site.of(url))).append("</loc>");
        if (changed != null) {
            xml.append("<lastmod>").append(changed).append("</lastmod>");
        }
        xml.append("</sitemap>\n");
    }

    /** Everything but features. */
    @Cost(Cost.LIST)
    @GetMapping("/sitemaps/pages.xml")
    ResponseEntity<String> pages() {
        Set<String> urls = new TreeSet<>();
        urls.add(Links.home());
        for (Place place : catalog.newestPlaces(null)) {
            RunFacts run = place.run();
            urls.add(Links.model(place.source().model()));
            urls.add(Links.source(place.source().model(), place.source().name()));
            urls.add(Links.run(run.id()));
            run.corpora().forEach(corpus -> urls.add(Links.corpus(corpus.sha256())));
        }
        StringBuilder xml = urlset();
        urls.forEach(url -> url(xml, site.of(url)));
        return xml(xml.append("</urlset>\n"));
    }

    @Cost(Cost.LIST)
    @GetMapping("/sitemaps/{model}/{source}/{part}.xml")
    ResponseEntity<String> features(
            @PathVariable String model, @PathVariable String source, @PathVariable String part) {
        Place place = catalog.place(model, source, null);
        if (!part.matches("0|[1-9][0-9]{0,5}") || Integer.parseInt(part) >= parts(place)) {
            throw PageProblem.notFound(
                    Words.of("problem.sitemap", part, model, source),
                    Words.of("problem.begin"),
                    List.of(new PageLink(Words.of("problem.sitemap.all"), Links.sitemap())));
        }
        int first = Integer.parseInt(part) * PART_FEATURES;
        int end = Math.min(first + PART_FEATURES, place.source().features());
        String base = escaped(site.of(Links.source(model, source))) + "/";
        StringBuilder xml = urlset();
        for (int index = first; index < end; index++) {
            url(xml, base + index);
        }
        return xml(xml.append("</urlset>\n"));
    }

    private static StringBuilder urlset() {
        return new StringBuilder(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    }

    private static void url(StringBuilder xml, String url) {
        xml.append("<url><loc>").append(url).append("</loc></url>\n");
    }

    private static String escaped(String url) {
        return url.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static ResponseEntity<String> xml(StringBuilder xml) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_XML).body(xml.toString());
    }
}
