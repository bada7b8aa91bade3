package org.featurescope.web.common;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * Every address of the site, as a path from its root. Names of models and sources hold only a-z, 0-9, '.', '_' and '-', and
 * cursors only characters of base64url, so they need no escaping; labels and tokens do.
 *
 * <p>A model named {@code random}, {@code health}, {@code index.json}, {@code features.json}, {@code search}, {@code runs}, {@code corpora}, {@code
 * sitemaps}, {@code compare}, {@code oembed}, {@code api}, {@code docs} or {@code assets}, and a source named {@code random} or {@code labels}, stand behind the pages of those names.
 */
public final class Links {

    /** Of its hash, in the address of a corpus: no two corpora of an index will share them by chance. */
    public static final int CORPUS_DIGITS = 12;

    private Links() {}

    public static String home() {
        return "/";
    }

    public static String homeJson() {
        return "/index.json";
    }

    public static String random() {
        return "/random";
    }

    /** Where the search box leads, without a question. */
    public static String search() {
        return "/search";
    }

    public static String searchJson() {
        return search() + ".json";
    }

    /** About a run. */
    public static String run(int run) {
        return "/runs/" + run;
    }

    public static String runJson(int run) {
        return run(run) + ".json";
    }

    /** @param sha256 of the corpus, in hexadecimal digits; its beginning names it in addresses, whatever index it is in */
    public static String corpus(String sha256) {
        return "/corpora/" + sha256.substring(0, CORPUS_DIGITS);
    }

    public static String corpusJson(String sha256) {
        return corpus(sha256) + ".json";
    }

    /** @param document its position in the corpus, from 0 */
    public static String document(String sha256, int document) {
        return corpus(sha256) + "/" + document;
    }

    public static String documentJson(String sha256, int document) {
        return document(sha256, document) + ".json";
    }

    /** The list of the parts of the sitemap. */
    public static String sitemap() {
        return "/sitemap.xml";
    }

    /** One part of the sitemap: features of a source by index. @param part from 0 */
    public static String sitemapPart(String model, String source, int part) {
        return "/sitemaps/" + model + "/" + source + "/" + part + ".xml";
    }

    /** The part of the sitemap that has the other pages. */
    public static String sitemapPages() {
        return "/sitemaps/pages.xml";
    }

    /** Some features at once. */
    public static String features() {
        return "/features.json";
    }

    /** What programs may ask, for people. */
    public static String apiDocs() {
        return "/docs/api";
    }

    public static String model(String model) {
        return "/" + model;
    }

    public static String modelJson(String model) {
        return model(model) + ".json";
    }

    public static String randomOf(String model) {
        return model(model) + "/random";
    }

    public static String source(String model, String source) {
        return model(model) + "/" + source;
    }

    public static String sourceJson(String model, String source) {
        return source(model, source) + ".json";
    }

    public static String randomOf(String model, String source) {
        return source(model, source) + "/random";
    }

    public static String feature(String model, String source, int index) {
        return source(model, source) + "/" + index;
    }

    public static String featureJson(String model, String source, int index) {
        return feature(model, source, index) + ".json";
    }

    /** All features of a list as CSV. */
    public static String sourceCsv(String model, String source) {
        return source(model, source) + ".csv";
    }

    /** The positions of features in a scatter plot, as numbers. */
    public static String points(String model, String source) {
        return source(model, source) + "/points";
    }

    public static String labels(String model) {
        return model(model) + "/labels";
    }

    public static String labelsJson(String model) {
        return labels(model) + ".json";
    }

    /** The features that tell a label apart. @param key the label as its run's {@code labelKey} names it */
    public static String label(String model, String key) {
        return withText(labels(model), "label", key);
    }

    /** Its picture for previews. */
    public static String featureCard(String model, String source, int index) {
        return feature(model, source, index) + ".png";
    }

    /** Its page for frames of other sites. */
    public static String featureEmbed(String model, String source, int index) {
        return feature(model, source, index) + "/embed";
    }

    /**
     * One example of a feature.
     *
     * @param feature address of the feature, pinned to a run or not
     * @param group name of a group, such as {@code interval-3}
     */
    public static String example(String feature, String group, int rank) {
        int query = feature.indexOf('?');
        String end = query < 0 ? "" : feature.substring(query);
        return feature.substring(0, feature.length() - end.length()) + "/" + group + "/" + rank + end;
    }

    /** The twin of any page of this class that has one; its parameters stay. */
    public static String json(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url + ".json" : url.substring(0, query) + ".json" + url.substring(query);
    }

    /** Features side by side. @param features each as {@code model/source/index}, perhaps {@code @run} behind it */
    public static String compare(List<String> features) {
        String url = "/compare";
        for (String feature : features) {
            url = with(url, "f", feature);
        }
        return url;
    }

    /** The oEmbed answer for a page. @param page the whole address of the page */
    public static String oembed(String page) {
        return "/oembed?url=" + URLEncoder.encode(page, StandardCharsets.UTF_8);
    }

    /** The same page, pinned to a run; unchanged when there is none to pin. */
    public static String pinned(String url, OptionalInt run) {
        return run.isPresent() ? with(url, "run", String.valueOf(run.getAsInt())) : url;
    }

    /** Adds a query parameter of any value. */
    public static String withText(String url, String name, String value) {
        String escaped = URLEncoder.encode(value, StandardCharsets.UTF_8);
        return with(url, name, escaped.replace("+", "%20").replace("%2F", "/").replace("%3A", ":"));
    }

    /** Adds a query parameter whose name and value need no escaping. */
    public static String with(String url, String name, String value) {
        return new StringJoiner("", url, "")
                .add(url.contains("?") ? "&" : "?")
                .add(name)
                .add("=")
                .add(value)
                .toString();
    }
}
